"""Mail: bundled, once, of what is still unread, wanted and visible."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from esn.activity.clock import at
from esn.activity.due import run_due
from esn.activity.models import DueJob, DueState
from feeds.actions import communities, posts
from feeds.models import Community
from issues.actions import handoffs
from issues.models import Issue
from notifications import actions, letters
from notifications.models import Hours, Notification, Topic
from notifications.wishes import Wish
from people.actions.people import deactivate
from people.models import Person
from tests.told import tell_everything

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


def to(person: Person) -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def an_hour_later() -> None:
    run_due(at=timezone.now() + HOUR)


def test_what_happens_within_minutes_comes_in_one_letter(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    posts.publish(by=maya, community=potato.community, body="What do you say, @carl?")
    tell_everything()
    an_hour_later()
    [letter] = to(carl)
    assert letter.subject == "2 things for you"
    assert "Maya Roth tosses you Invoices go out twice" in letter.body
    assert "http" in letter.body
    assert "<b>" not in letter.body


def test_a_letter_has_text_and_html_and_the_same_name_when_it_is_sent_again(
    potato: Issue, maya: Person, carl: Person
) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    an_hour_later()
    Notification.objects.filter(person=carl).update(mailed_at=None)
    job = DueJob.objects.get(key=letters.key_of(carl.pk))
    DueJob.objects.filter(pk=job.pk).update(state=DueState.RUNNING, lease_until=timezone.now() - HOUR)
    run_due()
    first, second = to(carl)
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.alternatives[0][1] == "text/html"  # type: ignore[attr-defined]


def test_what_was_read_meanwhile_is_not_mailed(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    actions.mark_read(carl)
    an_hour_later()
    assert to(carl) == []


def test_who_was_deactivated_meanwhile_gets_no_mail(potato: Issue, maya: Person, carl: Person, ada: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    deactivate(carl, by=ada)
    an_hour_later()
    assert to(carl) == []


def test_who_lost_sight_of_it_meanwhile_gets_no_mail(lab: Community, maya: Person, ines: Person) -> None:
    posts.publish(by=maya, community=lab, body="Look @ines, the secret recipe")
    tell_everything()
    communities.remove_member(lab, by=maya, person=ines)
    an_hour_later()
    assert [letter.body for letter in to(ines) if "secret recipe" in letter.body] == []


def test_who_wants_no_mail_gets_none(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    actions.set_wishes(carl, wishes={Topic.TOSSES: Wish(in_app=True, by_mail=False)})
    an_hour_later()
    assert to(carl) == []
    assert Notification.objects.unread().filter(person=carl).exists()


def test_quiet_hours_hold_the_mail_until_they_end(carl: Person) -> None:
    hours = Hours(person=carl, quiet_from=dt.time(19), quiet_until=dt.time(7, 30))
    night = dt.datetime(2026, 1, 15, 23, tzinfo=carl.tz)
    assert hours.next_allowed(night) == dt.datetime(2026, 1, 16, 7, 30, tzinfo=carl.tz)
    dawn = dt.datetime(2026, 1, 16, 5, tzinfo=carl.tz)
    assert hours.next_allowed(dawn) == dt.datetime(2026, 1, 16, 7, 30, tzinfo=carl.tz)
    noon = dt.datetime(2026, 1, 16, 12, tzinfo=carl.tz)
    assert hours.next_allowed(noon) == noon


def test_a_letter_planned_in_quiet_hours_is_due_when_they_end(potato: Issue, maya: Person, carl: Person) -> None:
    actions.set_hours(carl, quiet=(dt.time(0), dt.time(23, 59)))
    handoffs.offer(potato, by=maya, to=carl)
    with at(dt.datetime(2030, 1, 15, 12, tzinfo=carl.tz)):
        actions.notify([])
        letters.plan({carl.pk})
    due_at = DueJob.objects.get(key=letters.key_of(carl.pk)).due_at
    assert due_at == dt.datetime(2030, 1, 15, 23, 59, tzinfo=carl.tz)


def test_two_letters_to_one_person_lie_ten_minutes_apart(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    an_hour_later()
    sent_at = Hours.objects.get(person=carl).mailed_at
    posts.publish(by=maya, community=potato.community, body="And now, @carl?")
    tell_everything()
    assert sent_at is not None
    assert DueJob.objects.get(key=letters.key_of(carl.pk), state=DueState.DUE).due_at == sent_at + letters.PAUSE


def test_a_letter_that_failed_for_good_is_planned_anew(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    job = DueJob.objects.get(key=letters.key_of(carl.pk))
    letters.claim(carl, job=job.pk)
    DueJob.objects.filter(pk=job.pk).update(state=DueState.FAILED)
    Notification.objects.filter(person=carl).update(created=timezone.now() - HOUR)
    assert letters.rescue() == 1
    assert letters.rescue() == 0
    an_hour_later()
    assert len(to(carl)) == 1
