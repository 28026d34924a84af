"""While somebody hunts, only emergencies break in; the rest comes together when the hunt is over."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from esn.activity.clock import at
from esn.activity.due import run_due
from esn.activity.models import DueJob, DueState
from issues.actions import customers, potatoes
from issues.models import Issue
from notifications import actions, letters
from notifications.models import Hours, Notification
from people.models import Person
from tests import world
from tests.cast import ClientOf
from tests.told import tell_everything

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
EVERY_DAY = range(7)
ALL_DAY = (dt.time(0), dt.time(23, 59))


def hours(carl: Person, **fields: object) -> Hours:
    """Carl's hours: he hunts from nine to five on working days, unless said otherwise."""
    usual = {"hunting_from": dt.time(9), "hunting_until": dt.time(17)}
    return Hours(person=carl, **{**usual, **fields})


def moment(person: Person, day: int, hour: int, minute: int = 0) -> dt.datetime:
    """A moment of January 2026 by the person's clock; the 15th is a Thursday."""
    return dt.datetime(2026, 1, day, hour, minute, tzinfo=person.tz)


def test_on_a_working_day_the_hunt_holds_what_can_wait_and_nothing_urgent(carl: Person) -> None:
    found = hours(carl)
    noon = moment(carl, 15, 12)
    assert found.next_allowed(noon) == moment(carl, 15, 17)
    assert found.next_allowed(noon, is_urgent=True) == noon
    saturday = moment(carl, 17, 12)
    assert found.next_allowed(saturday) == saturday


def test_a_hunt_that_ends_in_quiet_hours_waits_for_their_end_too(carl: Person) -> None:
    found = hours(carl, quiet_from=dt.time(16), quiet_until=dt.time(9))
    assert found.next_allowed(moment(carl, 16, 12)) == moment(carl, 17, 9)
    assert found.next_allowed(moment(carl, 16, 20), is_urgent=True) == moment(carl, 17, 9)


def test_who_leaves_no_minute_free_is_told_within_the_week(carl: Person) -> None:
    found = hours(carl, hunting_days=list(EVERY_DAY), quiet_from=dt.time(17), quiet_until=dt.time(9))
    assert found.next_allowed(moment(carl, 15, 12)) < moment(carl, 24, 0)


def test_hunting_hours_keep_the_clock_on_the_wall_when_it_is_put_forward() -> None:
    berlin = Person(handle="x", zone="Europe/Berlin")
    sunday = hours(berlin, hunting_from=dt.time(1), hunting_until=dt.time(4), hunting_days=[6])
    begun = dt.datetime(2026, 3, 29, 1, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert sunday.next_allowed(begun).astimezone(dt.UTC) == dt.datetime(2026, 3, 29, 2, tzinfo=dt.UTC)


def test_the_letter_of_an_emergency_breaks_in_and_holds_nothing_else(maya: Person, carl: Person) -> None:
    actions.set_hours(carl, quiet=(None, None), hunting=ALL_DAY, days=EVERY_DAY)
    calm = world.potato(by=carl, title="A typo on the invoice", severity="low")
    critical = world.potato(by=carl, title="Nothing can be ordered", severity="critical")
    for issue in (calm, critical):
        potatoes.catch(issue, by=maya)
    tell_everything()
    run_due(at=timezone.now() + dt.timedelta(minutes=3))
    [letter] = [letter for letter in mail.outbox if letter.to == [carl.email]]
    assert "Nothing can be ordered" in letter.body
    assert "A typo" not in letter.body
    rest = DueJob.objects.get(key=letters.key_of(carl.pk), state=DueState.DUE)
    assert rest.due_at.astimezone(carl.tz).time() == dt.time(23, 59)
    assert Notification.objects.filter(person=carl, object_id=calm.pk, mailed_at=None, by_mail=True).exists()


def test_the_bell_rings_when_the_hunt_is_over(potato: Issue, maya: Person, rita: Person) -> None:
    actions.set_hours(rita, quiet=(None, None), hunting=ALL_DAY, days=EVERY_DAY)
    with at(timezone.now()):
        potatoes.catch(potato, by=maya)
        customers.publish_news(potato, by=maya, body="We are on it.")
    tell_everything()
    bell = DueJob.objects.get(key=f"notifications.bell:{rita.pk}")
    assert bell.due_at.astimezone(rita.tz).time() == dt.time(23, 59)
    run_due(at=bell.due_at + DAY)
    bell.refresh_from_db()
    assert bell.state == DueState.DONE


def test_hunting_hours_are_set_on_the_page_and_need_both_ends(carl: Person, client_of: ClientOf) -> None:
    browser = client_of(carl)
    said = {"hunting_from": "09:00", "hunting_until": "", "hunting_days": ["0", "4"]}
    answer = browser.post("/settings/notifications/", said)
    assert answer.status_code == 422
    assert "09:00" in answer.content.decode()
    answer = browser.post("/settings/notifications/", said | {"hunting_until": "17:30"})
    assert answer.status_code == 302
    kept = Hours.objects.get(person=carl)
    assert (kept.hunting_from, kept.hunting_until, kept.hunting_days) == (dt.time(9), dt.time(17, 30), [0, 4])
