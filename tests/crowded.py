"""Rows by the thousand for everything in the house that has a page; actions would take a quarter of an hour."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from api.models import ApiToken
from esn.activity.models import Activity
from esn.lib import links
from feeds.models import Bookmark, Comment, Community, Membership, Post, PostEdit, Reaction
from issues.lifecycle import Status
from issues.models import (
    BoardView,
    Climb,
    Contact,
    Custody,
    Customer,
    CustomerLink,
    CustomerMessage,
    CustomerUpdate,
    Handoff,
    Hunter,
    Issue,
    Question,
    Shift,
    SplitTemplate,
    Suggestion,
    Task,
)
from notifications.models import Notification
from people.models import Absence, Follow, Person, PersonSkill, Skill
from tests.house import House

DAY = dt.timedelta(days=1)


def crowd(house: House, size: int) -> None:
    """`size` more rows of every kind, seen by Maya."""
    people = _people(house, size)
    _potatoes(house, size)
    _of_the_potato(house, size, people)
    _of_the_customer(house, size)
    _talk(house, size, people)
    _of_maya(house, size)
    _of_the_community(house, size)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum would have


def _start(size: int) -> str:
    """Names of this round, which no other round has."""
    return f"{size} {Person.objects.count()}"


def _people(house: House, size: int) -> list[Person]:
    world, start = house.world, Person.objects.count()
    people = Person.objects.bulk_create(
        Person(
            handle=f"p{start + n}", name=f"Person {start + n}", password="", team=world.maya.team, manager=world.maya
        )
        for n in range(size)
    )
    skill = Skill.objects.get(name="SQL")
    Membership.objects.bulk_create(Membership(community=world.sales, person=one) for one in people)
    Follow.objects.bulk_create(Follow(follower=one, followee=world.carl) for one in people)
    Follow.objects.bulk_create(Follow(follower=world.maya, followee=one) for one in people)
    PersonSkill.objects.bulk_create(PersonSkill(person=one, skill=skill) for one in people)
    day = house.issue.flagged_at
    Absence.objects.bulk_create(Absence(person=one, starts_at=day, ends_at=day + DAY) for one in people[::3])
    return people


def _potatoes(house: House, size: int) -> None:
    """In every state, with a bite each."""
    world, moment, states = house.world, house.issue.flagged_at, list(Status)
    posts = Post.objects.bulk_create(
        Post(author=world.rita, community=world.sales, kind="card", card_kind="issue", card_id=-1 - _post_count() - n)
        for n in range(size)
    )
    issues = Issue.objects.bulk_create(
        Issue(
            title=f"Invoices {n}", community=world.sales, reporter=world.rita, post=post,
            owner=(world.maya, world.carl)[n % 2], customer=house.issue.customer, task_total=1, task_live=1,
            owned_since=moment, flagged_at=moment, caught_at=moment, heat_at=moment, progress_at=moment, heat=n % 100,
            **_standing(states[n % len(states)], house),
        )
        for n, post in enumerate(posts)
    )  # fmt: skip
    for post, issue in zip(posts, issues, strict=True):
        post.card_id = issue.pk
    Post.objects.bulk_update(posts, ["card_id"])
    Hunter.objects.bulk_create(
        Hunter(issue=issue, person=world.rita, customer=issue.customer, joined_at=moment) for issue in issues
    )
    _bites(issues, world.carl, moment)
    Climb.objects.bulk_create(
        Climb(issue=issue, ladder="uncaught", state="resting", anchor=moment, started_at=moment, since=moment, rule="x")
        for issue in issues
        if issue.status == Status.FLAGGED
    )


def _standing(status: Status, house: House) -> dict[str, Any]:
    """A state with what belongs to it."""
    moment = house.issue.flagged_at
    belonging: dict[Status, dict[str, Any]] = {
        Status.WAITING: {"waiting_for": "customer", "waiting_since": moment, "waiting_until": moment + DAY},
        Status.RESOLVED: {"resolved_at": moment},
        Status.CLOSED: {"resolved_at": moment, "closed_at": moment},
        Status.MERGED: {"merged_into": house.issue, "merged_at": moment},
        Status.DISCARDED: {"discarded_at": moment, "discard_reason": "none of ours"},
    }
    return {"status": status, **belonging.get(status, {})}


def _post_count() -> int:
    return Post.objects.count()


def _bites(issues: list[Issue], by: Person, moment: dt.datetime) -> None:
    said: dict[str, Any] = {"proposed_by": by, "created": moment, "touched_at": moment}
    tasks = Task.objects.bulk_create(Task(issue=issue, title="Read the log", **said) for issue in issues)
    skill = Skill.objects.get(name="SQL")
    Task.skills.through.objects.bulk_create(Task.skills.through(task=task, skill=skill) for task in tasks)


def _of_the_potato(house: House, size: int, people: list[Person]) -> None:
    issue, world, moment = house.issue, house.world, house.issue.flagged_at
    _bites([issue] * size, world.carl, moment)
    eaten: dict[str, Any] = {"proposed_by": world.maya, "created": moment, "touched_at": moment, "finished_at": moment}
    Task.objects.bulk_create(
        Task(issue=issue, title="Eaten", status="done", assignee=world.carl, taken_at=moment, effort="S", **eaten)
        for _ in range(size)
    )
    CustomerUpdate.objects.bulk_create(
        CustomerUpdate(issue=issue, body="News", body_html="<p>News</p>", by=world.maya, at=moment) for _ in range(size)
    )
    Question.objects.bulk_create(
        Question(issue=issue, asked_by=world.carl, body=f"{n}?", asked_at=moment) for n in range(size)
    )
    Handoff.objects.bulk_create(
        Handoff(
            issue=issue, offered_by=world.maya, offered_to=world.carl, status="refused", offered_at=moment,
            expires_at=moment, decided_at=moment,
        )
        for _ in range(size)
    )  # fmt: skip
    Custody.objects.bulk_create(Custody(issue=issue, person=one, kind="catch", since=moment) for one in people)
    Hunter.objects.bulk_create(Hunter(issue=issue, person=one, joined_at=moment) for one in people)
    happened = list(Activity.objects.filter(kind="issue", object_id=issue.pk))
    Activity.objects.bulk_create(
        Activity(at=moment, name=row.name, kind="issue", object_id=issue.pk, actor_id=world.carl.pk, facts=row.facts)
        for row in (happened * size)[:size]
    )


def _of_the_customer(house: House, size: int) -> None:
    issue, maya, start = house.issue, house.world.maya, _start(size)
    Customer.objects.bulk_create(Customer(name=f"Customer {start} {n}", owner=maya) for n in range(size))
    contacts = Contact.objects.bulk_create(
        Contact(customer=issue.customer, name=f"Helen {n}", email=f"{start}.{n}@aldera.example".replace(" ", "."))
        for n in range(size)
    )
    moment, end = issue.flagged_at, issue.flagged_at + 30 * DAY
    CustomerLink.objects.bulk_create(
        CustomerLink(
            issue=issue, contact=contact, by=maya, created=moment, expires_at=end, digest=links.digest(contact.email)
        )
        for contact in contacts
    )  # fmt: skip
    CustomerMessage.objects.bulk_create(
        CustomerMessage(issue=issue, contact=contact, body="When?", at=moment) for contact in contacts
    )


def _talk(house: House, size: int, people: list[Person]) -> None:
    world = house.world
    said: dict[str, Any] = {"author": world.carl, "body": "Yes", "body_html": "<p>Yes</p>"}
    own, post = house.issue.post, Post.objects.get(pk=house.values["posts:pk"])
    posts = Post.objects.bulk_create(Post(community=world.sales, tags=["greeting"], **said) for _ in range(size))
    Bookmark.objects.bulk_create(Bookmark(post=one, person=world.maya) for one in posts)
    for thread in (own, post):
        comments = Comment.objects.bulk_create(Comment(post=thread, **said) for _ in range(size))
        Comment.objects.bulk_create(Comment(post=thread, reply_to=one, **said) for one in comments[-10:])
        Reaction.objects.bulk_create(Reaction(post=thread, person=one, emoji="like") for one in people)
        PostEdit.objects.bulk_create(
            PostEdit(post=thread, body="Ys", by=world.carl, at=house.issue.flagged_at) for _ in range(size)
        )
    comment = Comment.objects.get(pk=house.values["comments:pk"])
    Comment.objects.bulk_create(Comment(post=post, reply_to=comment, **said) for _ in range(size))
    Reaction.objects.bulk_create(Reaction(post=post, comment=comment, person=one, emoji="like") for one in people)


def _of_maya(house: House, size: int) -> None:
    maya, moment, start = house.world.maya, house.issue.flagged_at, _start(size)
    caught = list(Activity.objects.filter(kind="issue", object_id=house.issue.pk, name="issue.caught"))[:1]
    rows = Activity.objects.bulk_create(
        Activity(
            at=moment, name=row.name, kind="issue", object_id=row.object_id, actor_id=row.actor_id, facts=row.facts
        )
        for row in caught * size
    )
    Notification.objects.bulk_create(
        Notification(
            person=maya, activity=row, name=row.name, topic="potatoes", bucket="mine", kind="issue",
            object_id=row.object_id, actor=house.world.carl, data=row.facts, created=moment,
        )
        for row in rows
    )  # fmt: skip
    ApiToken.objects.bulk_create(
        ApiToken(owner=maya, name=f"script {n}", digest=links.digest(f"{start} {n}"), scopes=["read"])
        for n in range(size)
    )
    BoardView.objects.bulk_create(
        BoardView(owner=maya, name=f"{start} {n}", query="lane=holder", created=moment) for n in range(size)
    )
    Suggestion.objects.bulk_create(
        Suggestion(issue=issue, person=maya, viewer=house.world.carl, day=moment.date(), skill="SQL", bites=1)
        for issue in Issue.objects.filter(community=house.world.sales).order_by("-id")[:size]
    )


def _of_the_community(house: House, size: int) -> None:
    sales, maya, start = house.world.sales, house.world.maya, _start(size)
    moment = house.issue.flagged_at
    Community.objects.bulk_create(
        Community(slug=f"{start}-{n}".replace(" ", "-"), name=f"Place {start} {n}") for n in range(size)
    )
    SplitTemplate.objects.bulk_create(
        SplitTemplate(community=sales, name=f"{start} {n}", lines="Read the log (S)", created_by=maya, created=moment)
        for n in range(size)
    )
    Shift.objects.bulk_create(
        Shift(community=sales, person=maya, by=maya, starts_at=moment + n * DAY, ends_at=moment + (n + 1) * DAY)
        for n in range(size)
    )
