"""The promise of next news: the holder is reminded before it is due and when it is, and of no promise that was kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from esn.activity import history
from esn.activity.clock import at
from esn.activity.due import run_due
from issues.actions import customers, handoffs, waiting
from issues.models import Contact, Issue
from notifications.models import Notification
from people.models import Person
from tests.cast import ClientOf
from tests.told import tell_everything
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


def reminders(issue: Issue) -> list[str]:
    """The reminders that were given, in order."""
    return [row.name for row in history.of("issue", issue.pk) if row.name in ("issue.news_soon", "issue.news_due")]


def until(moment: dt.datetime) -> None:
    """Let everything fall due that does until then."""
    with at(moment):
        run_due(at=moment)


def test_the_holder_is_reminded_two_hours_before_and_when_it_is_due(held: Issue, carl: Person) -> None:
    due = timezone.now() + 30 * HOUR
    customers.publish_news(held, by=carl, body="More tomorrow.", next_news_at=due)
    until(due - 3 * HOUR)
    assert reminders(held) == []
    until(due - HOUR)
    assert reminders(held) == ["issue.news_soon"]
    until(due + HOUR)
    assert reminders(held) == ["issue.news_soon", "issue.news_due"]


def test_a_short_promise_is_called_to_mind_in_its_last_quarter(held: Issue, carl: Person) -> None:
    due = timezone.now() + HOUR
    customers.publish_news(held, by=carl, body="In an hour.", next_news_at=due)
    until(due - HOUR / 3)
    assert reminders(held) == []
    until(due - HOUR / 5)
    assert reminders(held) == ["issue.news_soon"]


def test_a_promise_that_was_kept_or_waits_reminds_nobody(held: Issue, carl: Person) -> None:
    due = timezone.now() + 30 * HOUR
    customers.publish_news(held, by=carl, body="More tomorrow.", next_news_at=due)
    customers.publish_news(held, by=carl, body="Which numbers?", next_news_at=due + 48 * HOUR)
    until(due + HOUR)
    assert reminders(held) == []
    waiting.wait(held, by=carl, waiting_for="customer", until=due + 90 * HOUR, reason="numbers")
    until(due + 49 * HOUR)
    assert reminders(held) == []


def test_after_a_wait_the_promise_reminds_by_as_much_later(held: Issue, carl: Person) -> None:
    start = timezone.now()
    customers.publish_news(held, by=carl, body="Which numbers?", next_news_at=start + 10 * HOUR)
    waiting.wait(held, by=carl, waiting_for="customer", until=start + 90 * HOUR, reason="numbers")
    until(start + 11 * HOUR)
    with at(start + 20 * HOUR):
        waiting.resume(held, by=carl)
    until(start + 27 * HOUR)
    assert reminders(held) == []
    until(start + 31 * HOUR)
    assert reminders(held) == ["issue.news_soon", "issue.news_due"]


def test_whoever_holds_it_then_is_told_with_the_way_to_the_news(held: Issue, world: World, client_of: ClientOf) -> None:
    due = timezone.now() + 30 * HOUR
    customers.publish_news(held, by=world.carl, body="More tomorrow.", next_news_at=due)
    handoffs.accept(handoffs.offer(held, by=world.carl, to=world.ines), by=world.ines)
    until(due + HOUR)
    tell_everything()
    named = Notification.objects.filter(name="issue.news_due").values_list("person__handle", flat=True)
    assert list(named) == ["ines"]
    inbox = client_of(world.ines).get("/inbox/").content.decode()
    assert f"/issues/{held.pk}/news/" in inbox


def test_what_the_customer_presses_is_told_to_the_holder_in_words(
    held: Issue, helen: Contact, carl: Person, client_of: ClientOf
) -> None:
    link, _url = customers.issue_link(held, by=carl, contact=helen)
    customers.say(link, body="Still twice")
    customers.deny_solved(link, body="No")
    tell_everything()
    inbox = client_of(carl).get("/inbox/").content.decode()
    assert "the customer wrote." in inbox
    assert "the customer says that it is not solved." in inbox
