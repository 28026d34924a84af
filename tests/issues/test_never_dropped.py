"""Never dropped: whoever goes hands over all he holds in the same moment, one recorded handoff each."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import F
from django.utils import timezone

from esn.activity.models import Activity
from esn.lib.errors import Conflict
from issues.actions import potatoes
from issues.models import Custody, CustodyKind, Issue
from people.actions import absences, people
from people.models import Person
from tests import world as making
from tests.world import World

pytestmark = pytest.mark.django_db
HELD = 37


def held(world: World, *, count: int) -> list[Issue]:
    """So many potatoes in Carl's hands."""
    found = [making.potato(by=world.rita, title=f"Trouble {number}") for number in range(count)]
    return [potatoes.catch(issue, by=world.carl) for issue in found]


def moved_from(person: Person) -> list[int]:
    """The potatoes of which the history says that they moved on from him, in its order."""
    rows = Activity.objects.filter(name="issue.custody_moved", facts__from=person.pk).order_by("id")
    return list(rows.values_list("object_id", flat=True))


def test_somebody_who_holds_37_potatoes_leaves_37_recorded_handoffs(world: World) -> None:
    issues = held(world, count=HELD)
    people.deactivate(world.carl, by=world.ada)
    assert sorted(moved_from(world.carl)) == [issue.pk for issue in issues]
    assert Custody.objects.filter(kind=CustodyKind.MOVED, issue__owner=F("person"), person=world.maya).count() == HELD
    assert not Issue.objects.filter(owner=world.carl).exists()


def test_an_absence_hands_all_of_them_to_the_substitute_of_the_substitute(world: World) -> None:
    issues = held(world, count=3)
    start, end = timezone.now(), timezone.now() + dt.timedelta(days=3)
    absences.start_absence(world.ines, by=world.ines, starts_at=start, ends_at=end, substitute=world.ada)
    absences.start_absence(world.carl, by=world.carl, starts_at=start, ends_at=end, substitute=world.ines)
    assert sorted(moved_from(world.carl)) == [issue.pk for issue in issues]
    assert set(Issue.objects.values_list("owner", flat=True)) == {world.ada.pk}


def test_the_last_resort_cannot_be_deactivated(world: World) -> None:
    with pytest.raises(Conflict):
        people.deactivate(world.ada, by=world.ada)


def test_where_everybody_else_is_gone_the_last_resort_keeps_it_even_when_away(world: World) -> None:
    issue = making.potato(by=world.rita)
    start, end = timezone.now(), timezone.now() + dt.timedelta(days=3)
    absences.start_absence(world.maya, by=world.maya, starts_at=start, ends_at=end)
    assert Issue.objects.get(pk=issue.pk).owner == world.ada
    people.deactivate(world.maya, by=world.ada)
    absence = absences.start_absence(world.ada, by=world.ada, starts_at=start, ends_at=end)
    assert Issue.objects.get(pk=issue.pk).owner == world.ada
    absences.end_absence(absence, by=world.ada)
