"""The hunter is released: one card of questions, one word a day, nothing put on his plate, and thanks in one tap."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from esn.activity.clock import at
from esn.activity.due import run_due
from esn.lib.errors import Conflict, Refused
from feeds.actions import comments, reactions
from issues.actions import (
    customers,
    eating,
    feast,
    joining,
    merging,
    potatoes,
    questions,
    resolving,
    tasks,
    waiting,
    watch,
)
from issues.actions.drafts import TaskDraft
from issues.ladder import Ladder, Step, StepKind
from issues.models import Issue, Question, Task
from issues.reaching import Scene, reach
from notifications.models import Notification
from people.actions import absences
from people.models import Person
from tests import world as making
from tests.told import tell_everything
from tests.world import World, client_of

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def caught(potato: Issue, carl: Person) -> Issue:
    """Rita's potato in Carl's hands."""
    potatoes.catch(potato, by=carl)
    return potato


def told(person: Person, *names: str) -> list[str]:
    """The names of what the person was notified of, oldest first; only those given, if any is."""
    tell_everything()
    rows = (
        Notification.objects.filter(person=person, kind__in=("issue", "task"))
        .order_by("id")
        .values_list("name", flat=True)
    )
    return [name for name in rows if not names or name in names]


def eaten(issue: Issue, *, by: Person) -> Issue:
    """The potato, with one bite that somebody ate, resolved."""
    (bite,) = tasks.add(issue, by=issue.owner, drafts=[TaskDraft("Stop the job")])
    tasks.take(bite, by=by)
    eating.finish(bite, by=by, effort="S")
    issue.refresh_from_db()
    customers.publish_news(issue, by=issue.owner, body="It is over.")
    return resolving.resolve(issue, by=issue.owner)


@pytest.mark.django_db(transaction=True)
def test_the_hunter_is_told_of_questions_once_a_day_whatever_is_asked(caught: Issue, world: World) -> None:
    start = timezone.now()
    for hours, body in ((0, "Which invoice?"), (1, "Since when?"), (2, "How many?")):
        with at(start + hours * HOUR):
            questions.ask(caught, by=world.ines, body=body)
    assert told(world.rita, "issue.asked", "issue.questions_wait") == ["issue.asked"]
    run_due(at=start + 25 * HOUR)
    assert told(world.rita, "issue.asked", "issue.questions_wait") == ["issue.asked", "issue.questions_wait"]
    assert not Question.objects.filter(told_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_nothing_more_is_told_of_what_was_answered_meanwhile(caught: Issue, world: World) -> None:
    start = timezone.now()
    with at(start):
        questions.ask(caught, by=world.ines, body="Which invoice?")
        second = questions.ask(caught, by=world.ines, body="Since when?")
        questions.answer(second, by=world.rita, body="Monday")
    run_due(at=start + 25 * HOUR)
    assert told(world.rita, "issue.asked", "issue.questions_wait") == ["issue.asked"]


def test_a_tap_on_the_hunters_page_answers(caught: Issue, world: World) -> None:
    asker, rita = client_of(world.carl), client_of(world.rita)
    said = {"body": "Did they pay twice?", "choices": "Yes, twice\nNo"}
    assert asker.post(f"/issues/{caught.pk}/ask/", said).status_code == 302
    question = Question.objects.get()
    assert question.choices == ["Yes, twice", "No"]
    page = rita.get("/insights/mine/").content.decode()
    assert 'name="body" value="Yes, twice"' in page
    assert rita.post(f"/questions/{question.pk}/answer/", {"body": "Yes, twice"}).status_code == 302
    question.refresh_from_db()
    assert (question.answer, question.answered_by) == ("Yes, twice", world.rita)
    assert "Did they pay twice?" not in rita.get("/insights/mine/").content.decode()


def test_five_answers_to_choose_from_are_refused_and_keep_what_was_typed(caught: Issue, world: World) -> None:
    said = {"body": "How many?", "choices": "1\n2\n3\n4\n5"}
    answer = client_of(world.carl).post(f"/issues/{caught.pk}/ask/", said)
    assert answer.status_code == 422
    assert "four answers" in answer.content.decode()
    assert "How many?" in answer.content.decode()
    assert not Question.objects.exists()


def test_nobody_makes_the_hunter_taste_a_bite_but_himself(caught: Issue, world: World) -> None:
    with pytest.raises(Refused) as refusal:
        tasks.add(caught, by=world.carl, drafts=[TaskDraft("Count them", reviewer=world.rita)])
    assert (refusal.value.code, refusal.value.errors[0].field) == ("hunter_released", "reviewer")
    (bite,) = tasks.add(caught, by=world.carl, drafts=[TaskDraft("Count them")])
    with pytest.raises(Refused):
        eating.edit(bite, by=world.carl, version=None, reviewer=world.rita)
    tasks.add(caught, by=world.rita, drafts=[TaskDraft("Ask them", reviewer=world.rita)])
    assert Task.objects.get(title="Ask them").reviewer == world.rita


@pytest.mark.django_db(transaction=True)
def test_from_the_catch_on_the_hunter_hears_of_milestones_only(caught: Issue, world: World) -> None:
    other = potatoes.catch(making.potato(by=world.ada, title="Another"), by=world.carl)
    (bite,) = tasks.add(caught, by=world.carl, drafts=[TaskDraft("Stop the job")])
    tasks.take(bite, by=world.ines)
    eating.block(bite, by=world.ines, reason="No access")
    eating.unblock(bite, by=world.ines)
    eating.finish(bite, by=world.ines, effort="S")
    assert caught.post
    said = comments.comment(caught.post, by=world.ines, body="It was the invoice job.")
    reactions.react(caught.post, by=world.ines, emoji="like")
    reactions.react(caught.post, by=world.ines, emoji="like", comment=said)
    for body in ("We are on it.", "Nearly there.", "It is over."):
        customers.publish_news(caught, by=world.carl, body=body)
    resolving.resolve(caught, by=world.carl)
    resolving.reopen(caught, by=world.carl, reason="Not yet")
    merging.undo_merge(merging.merge(caught, by=world.carl, into=other), by=world.maya)
    milestones = ["issue.caught", "issue.news_published", "issue.resolved", "issue.reopened"]
    assert told(world.rita) == milestones
    assert [note.name for note in Notification.objects.filter(person=world.rita, kind__in=("post", "comment"))] == []
    assert Notification.objects.filter(person=world.carl, name="comment.added").exists()


@pytest.mark.django_db(transaction=True)
def test_until_somebody_catches_it_the_hunter_hears_what_is_said_of_it(potato: Issue, world: World) -> None:
    assert potato.post
    comments.comment(potato.post, by=world.carl, body="Which customer is it?")
    tell_everything()
    assert Notification.objects.filter(person=world.rita, name="comment.added").exists()


def test_the_hunters_page_says_what_is_still_in_the_hunters_own_hands(potato: Issue, world: World) -> None:
    maya = client_of(world.maya)
    own = making.potato(by=world.maya, title="The badge reader is dead")
    joined = making.potato(by=world.rita, title="Joined by Maya")
    joining.join(joined, by=world.maya, customer=making.customer("Brix", by=world.maya))
    page = " ".join(maya.get("/insights/mine/").content.decode().split())
    assert "2 potatoes are in your own hands. You owe nothing else." in page
    assert "Joined by Maya" in page
    for issue in (own, joined):
        potatoes.catch(issue, by=world.carl)
    page = " ".join(maya.get("/insights/mine/").content.decode().split())
    assert "You owe nothing. Whatever you flagged is in other hands." in page
    (bite,) = tasks.add(own, by=world.carl, drafts=[TaskDraft("Order a new one")])
    tasks.take(bite, by=world.maya)
    assert "One bite is on your own plate." in maya.get("/insights/mine/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_tap_thanks_everyone_who_ate_and_says_so(caught: Issue, world: World) -> None:
    eaten(caught, by=world.ines)
    rita = client_of(world.rita)
    assert "Thank everyone who ate" in rita.get(f"/issues/{caught.pk}/").content.decode()
    assert rita.post(f"/issues/{caught.pk}/thank/").status_code == 302
    assert told(world.ines, "issue.thanked") == ["issue.thanked"]
    assert "Rita thanks everyone who ate." in client_of(world.carl).get(f"/issues/{caught.pk}/").content.decode()
    again = rita.post(f"/issues/{caught.pk}/thank/")
    assert again.status_code == 409
    assert told(world.ines, "issue.thanked") == ["issue.thanked"]


def test_thanks_wait_for_the_end_and_are_the_hunters(caught: Issue, world: World) -> None:
    assert client_of(world.rita).post(f"/issues/{caught.pk}/thank/").status_code == 409
    eaten(caught, by=world.ines)
    assert client_of(world.carl).post(f"/issues/{caught.pk}/thank/").status_code == 403


def test_a_potato_that_the_holder_ate_alone_needs_no_thanks_to_oneself(potato: Issue, world: World) -> None:
    potatoes.allow_hunter(potato, by=world.maya, reason="She knows them")
    potatoes.catch(potato, by=world.rita)
    eaten(potato, by=world.rita)
    for page in (f"/issues/{potato.pk}/", "/insights/mine/"):
        assert "/thank/" not in client_of(world.rita).get(page).content.decode()
    with pytest.raises(Conflict) as refusal:
        feast.thank(potato, by=world.rita)
    assert refusal.value.code == "nobody_ate"


def test_pauses_are_listed_with_whom_they_waited_for(caught: Issue, world: World) -> None:
    start = timezone.now()
    with at(start):
        waiting.wait(
            caught, by=world.carl, waiting_for="third_party", until=start + 48 * HOUR, reason="The bank looks into it"
        )
    with at(start + 3 * HOUR):
        waiting.resume(caught, by=world.carl)
    page = client_of(world.rita).get(f"/issues/{caught.pk}/").content.decode()
    assert "1 pause" in page
    assert "for a third party" in page
    assert "3\u00a0h" in page
    assert "The bank looks into it" in page


def test_the_recipe_of_an_elephant_begins_with_what_was_eaten(caught: Issue, world: World) -> None:
    bites = tasks.add(caught, by=world.carl, drafts=[TaskDraft(f"Step {number}") for number in range(8)])
    for bite in bites:
        tasks.take(bite, by=world.carl)
        eating.finish(bite, by=world.carl, effort="S")
    form = client_of(world.carl).get(f"/issues/{caught.pk}/resolve/").content.decode()
    assert "- Step 0\n- Step 1" in form


def test_no_absence_and_no_ladder_puts_it_back_on_the_hunter(caught: Issue, world: World) -> None:
    watch.set_watch(world.company, by=world.maya, person=world.rita)
    start = timezone.now()
    absences.start_absence(world.carl, by=world.carl, starts_at=start, ends_at=start + 48 * HOUR, substitute=world.rita)
    caught.refresh_from_db()
    assert caught.owner == world.maya
    scene = Scene(caught.community, Ladder.STAGNANT, caught.owner, 0, caught)
    handed = reach(Step(StepKind.HAND_ON), scene, start)
    assert [one.person for one in handed] != [world.rita]
    fresh = making.potato(by=world.rita, title="Nobody caught this one yet")
    assert fresh.owner == world.rita


def test_where_nobody_else_may_see_it_the_hunter_still_drops_nothing(world: World) -> None:
    issue = potatoes.catch(making.potato(by=world.maya, community=world.lab), by=world.ines)
    start = timezone.now()
    absences.start_absence(world.ines, by=world.ines, starts_at=start, ends_at=start + 48 * HOUR)
    issue.refresh_from_db()
    assert issue.owner == world.maya
