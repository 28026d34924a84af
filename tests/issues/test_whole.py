"""Sight that ends and sight that is said first, plates cleared, profiles whole, lines read."""

from __future__ import annotations

import pytest
from django.utils import translation

from esn import moments
from esn.activity.clock import now
from esn.activity.history import of
from feeds.actions import communities, posts
from feeds.models import Community
from issues.actions import eating, potatoes, resolving, tasks
from issues.actions.drafts import TaskDraft, parse_list
from issues.lifecycle import Size, Status, TaskStatus
from issues.models import Issue
from issues.sight import may_see
from notifications.models import Notification
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.told import tell_everything

pytestmark = pytest.mark.django_db


def test_a_discarded_potato_leaves_no_bite_on_a_plate_and_says_so(potato: Issue, carl: Person) -> None:
    (bite,) = tasks.add(potato, by=potato.owner, drafts=parse_list("Stop the run"))
    tasks.take(bite, by=carl)
    potatoes.discard(potato, by=potato.owner, reason="It was a test")
    bite.refresh_from_db()
    assert (bite.status, bite.assignee) == (TaskStatus.OPEN, None)
    assert Issue.objects.get(pk=potato.pk).task_taken == 0
    assert carl.pk in of("issue", potato.pk).filter(name="issue.discarded").get().audience


def test_who_leaves_a_secret_community_sees_none_of_its_potatoes_not_even_eaten_ones(
    board_room: Community, ada: Person, maya: Person
) -> None:
    issue = potatoes.catch(making.potato(by=maya, title="The merger", community=board_room), by=ada)
    resolving.resolve(issue, by=ada, effort=Size.S)
    assert may_see(ada, issue)
    communities.leave(board_room, by=ada)
    issue.refresh_from_db()
    assert issue.owner == maya
    assert issue.status == Status.RESOLVED
    assert not may_see(ada, issue)


def test_a_reviewer_who_could_not_see_the_potato_is_named_before_he_is_shown_it(
    board_room: Community, maya: Person, carl: Person, client_of: ClientOf
) -> None:
    issue = making.potato(by=maya, title="The merger", community=board_room)
    client, said = client_of(maya), {"title": "Read the contract", "size": "S", "reviewer": "carl"}
    refused = client.post(f"/issues/{issue.pk}/tasks/", said)
    assert refused.status_code == 422
    assert "Carl cannot see this potato yet" in refused.content.decode()
    assert not may_see(carl, issue)
    assert client.post(f"/issues/{issue.pk}/tasks/", {**said, "grant": "carl"}).status_code == 302
    assert may_see(carl, issue)


def test_a_guest_who_leaves_is_offered_no_way_back_that_is_shut(gus: Person, client_of: ClientOf) -> None:
    page = client_of(gus).post("/c/sales/leave/", follow=True).content.decode()
    assert "You left" in page
    assert "/c/sales/join/" not in page


def test_a_profile_shows_what_is_held_eaten_and_said_as_far_as_one_may_see(
    potato: Issue, carl: Person, rita: Person, lab: Community, maya: Person, ines: Person, client_of: ClientOf
) -> None:
    potatoes.catch(potato, by=carl)
    done, taken = tasks.add(
        potato, by=carl, drafts=[TaskDraft("Find the job", skills=["SQL"]), TaskDraft("Switch it off")]
    )
    eating.finish(tasks.take(done, by=carl), by=carl, effort=Size.S)
    tasks.take(taken, by=carl)
    posts.publish(by=carl, community=potato.community, body="The **export** runs at night")
    page = client_of(rita).get("/people/carl/").content.decode()
    for words in ("1 bite", "On the plate", "Switch it off", "Holds", "Said last", "The export runs at night"):
        assert words in page
    Person.objects.filter(pk=carl.pk).update(is_suggestible=False)
    assert "says so themselves" in client_of(rita).get("/people/carl/").content.decode()
    posts.publish(by=ines, community=lab, body="Kept in the lab")
    assert "Kept in the lab" not in client_of(rita).get("/people/ines/").content.decode()
    assert "Kept in the lab" in client_of(maya).get("/people/ines/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_page_of_a_post_marks_what_told_of_it_as_read(
    company: Community, carl: Person, rita: Person, client_of: ClientOf
) -> None:
    post = posts.publish(by=rita, community=company, body="Look, @carl")
    comment = posts.comment(post, by=rita, body="And again @carl")
    tell_everything()
    told = Notification.objects.filter(person=carl)
    assert {(note.kind, note.object_id) for note in told} >= {("post", post.pk), ("comment", comment.pk)}
    client_of(carl).get(post.get_absolute_url())
    assert not told.unread().filter(kind__in=("post", "comment")).exists()


def test_the_first_of_a_month_is_said_as_one_says_it() -> None:
    first = now().replace(year=2020, month=3, day=1, hour=12)
    with translation.override("fr"):
        assert moments.short(first) == "1er mars 2020"
    with translation.override("en"):
        assert moments.short(first) == "1 March 2020"
