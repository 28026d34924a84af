"""The demo company: whole, true, there once, and nobody else's network touched."""

import datetime as dt
from collections import Counter

import pytest
from django.utils import timezone

from demo import seeding
from esn.activity.clock import at, now
from esn.activity.due import run_due, run_recurring
from esn.activity.models import Activity, DueJob
from esn.live.models import LiveEvent
from feeds import timeline
from feeds.models import Attachment, Community
from issues.invariants import clocks, counters, histories, owners  # noqa: F401 they register
from issues.invariants.registry import check, invariants
from issues.lifecycle import OPEN, Status
from issues.models import Issue, Resolution, Task
from issues.reading import pingpong
from issues.shifts import turns
from issues.watching import on_watch
from notifications.models import Notification
from people.models import Person, Team
from tests.nordlys import demo_again, seed
from tests.told import tell_everything

pytestmark = pytest.mark.django_db(transaction=True)
MOST_AT_ONCE = 5


@pytest.fixture
def told(transactional_db: None) -> str:
    return demo_again()


def test_the_demo_company_is_whole_and_true(told: str) -> None:
    assert "rita" in told
    assert "potluck-demo" in told
    people, issues = Person.objects.all(), Issue.objects.all()
    assert (people.count(), Team.objects.count(), Community.objects.count()) == (24, 5, 8)
    assert set(people.values_list("zone", flat=True)) == {"Europe/London", "Europe/Paris"}
    assert not people.filter(photo="").exists()
    assert set(Community.objects.values_list("kind", flat=True)) == {"open", "closed", "secret"}
    assert issues.count() >= 40
    assert set(issues.values_list("status", flat=True)) == set(Status.values)
    assert issues.filter(flagged_at__lt=timezone.now() - dt.timedelta(weeks=3)).exists()
    assert set(issues.values_list("reporter__language", flat=True)) == {"en", "fr"}
    assert {Attachment.objects.filter(post__issue__in=issues).exists(), Resolution.objects.exists()} == {True}


def test_every_invariant_holds_for_the_demo_company(told: str) -> None:
    broken = [verdict for verdict in map(check, invariants.values()) if verdict.count]
    assert not broken


def test_some_potatoes_came_back_to_a_community_and_to_a_person(told: str) -> None:
    issues, maya = Issue.objects.all(), Person.objects.get(handle="maya")
    assert pingpong.between_groups(issues, maya, whole=issues.count()).worst
    assert pingpong.between_owners(issues, whole=issues.count()).worst


def test_the_cast_starts_with_free_hands(told: str) -> None:
    for handle in ("carl", "ines", "maya"):
        person = Person.objects.get(handle=handle)
        assert person.check_password("potluck-demo")
        assert person.appetite == 3
        assert not Task.objects.held_by(person).exists()
        assert not Issue.objects.filter(owner=person, status__in=OPEN).exists()
    assert Person.objects.get(handle="gus").memberships.count() == 1


def test_carls_home_holds_more_than_sixty_cards(told: str) -> None:
    carl = Person.objects.get(handle="carl")
    assert len(timeline.home(carl, limit=100).items) > 60


def test_everybody_of_the_cast_has_something_in_the_inbox(told: str) -> None:
    for handle in ("rita", "carl", "maya", "ines"):
        assert Notification.objects.filter(person__handle=handle, read_at=None).exists(), handle


def test_nothing_is_overdue_at_the_start(told: str) -> None:
    assert not [due for due in DueJob.objects.filter(state="due") if due.is_late]
    assert not LiveEvent.objects.filter(dom_id__startswith="issue-").exists()


@pytest.mark.parametrize("hour", ["2027-03-29T00:05+02:00", "2028-02-29T16:40+01:00"])
def test_it_holds_whatever_the_hour_and_the_day(
    hour: str, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = dt.datetime.fromisoformat(hour)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    seeding.seed(moment)
    assert not DueJob.objects.filter(state="due", due_at__lt=moment - dt.timedelta(seconds=60)).exists()
    assert not Activity.objects.filter(at__gt=moment).exists()
    assert not [verdict for verdict in map(check, invariants.values()) if verdict.count]


def test_nobody_is_flooded_when_the_first_ticks_run(told: str) -> None:
    before = Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    for minutes in (0, 5, 10):
        with at(timezone.now() + dt.timedelta(minutes=minutes)):
            run_due(at=now())
            run_recurring(at=now())
    tell_everything()
    fresh = Notification.objects.filter(pk__gt=before).values_list("person__handle", flat=True)
    counts = Counter(fresh)
    assert not {handle: count for handle, count in counts.items() if count > MOST_AT_ONCE}, counts


def test_customer_care_takes_turns_on_watch(told: str) -> None:
    care = Community.objects.get(slug="care")
    names = {turn.person.handle for turn in turns(care, timezone.now()) if turn.person}
    assert names == {"julie", "leo", "finn"}
    assert on_watch(care, timezone.now()).handle in ("julie", "leo")


def test_a_second_time_changes_nothing(told: str) -> None:
    before = Activity.objects.count()
    assert "potluck-demo" in seed()
    assert Activity.objects.count() == before


def test_a_network_in_which_somebody_lives_is_left_alone(carl: Person) -> None:
    before = Person.objects.count()
    assert "no demo company" in seed()
    assert Person.objects.count() == before
