"""Going away, standing in, coming back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from esn.activity.due import run_due
from esn.activity.models import Activity
from esn.lib.errors import Conflict, Forbidden, Refused
from people import leaving
from people.actions.absences import end_absence, start_absence
from people.models import Absence, Person
from tests.world import client_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def gone() -> Iterator[list[str]]:
    """Who left, in the order in which the rest of the house heard of it."""
    handles: list[str] = []

    def hear(person: Person, by: Person | None) -> None:
        handles.append(person.handle)

    leaving.on_leave(hear)
    yield handles
    leaving.forget(hear)


def away(person: Person, *, days: int = 7, start: int = 0, substitute: Person | None = None) -> Absence:
    begins = timezone.now() + start * DAY
    return start_absence(person, by=person, starts_at=begins, ends_at=begins + days * DAY, substitute=substitute)


def test_what_a_person_holds_moves_when_the_absence_begins(carl: Person, ines: Person, gone: list[str]) -> None:
    away(carl, substitute=ines)
    assert gone == ["carl"]
    away(ines, start=3)
    assert gone == ["carl"]
    run_due(at=timezone.now() + 4 * DAY)
    assert gone == ["carl", "ines"]


def test_an_absence_ends_by_itself_and_is_recorded(carl: Person) -> None:
    away(carl)
    run_due(at=timezone.now() + 8 * DAY)
    names = Activity.objects.filter(object_id=carl.pk, kind="person", name__in=("person.absent", "person.back"))
    assert list(names.order_by("id").values_list("name", flat=True)) == ["person.absent", "person.back"]


def test_a_plan_given_up_never_begins(carl: Person, gone: list[str]) -> None:
    end_absence(away(carl, start=3), by=carl)
    run_due(at=timezone.now() + 4 * DAY)
    assert gone == []
    assert not Absence.objects.exists()


def test_who_is_back_early_is_there_at_once_and_only_once(carl: Person) -> None:
    absence = away(carl)
    end_absence(absence, by=carl)
    assert not carl.absence_at(timezone.now() + dt.timedelta(seconds=1))
    with pytest.raises(Conflict):
        end_absence(absence, by=carl)


def test_a_circle_of_substitutes_is_refused(carl: Person, ines: Person, maya: Person) -> None:
    away(carl, substitute=ines)
    away(ines, substitute=maya)
    with pytest.raises(Refused, match="nobody would be there"):
        away(maya, substitute=carl)
    away(maya, start=30, substitute=carl)


def test_absences_that_make_no_sense_are_refused(carl: Person, gus: Person, rita: Person) -> None:
    now = timezone.now()
    for begins, ends in ((now, now), (now - 9 * DAY, now - 3 * DAY)):
        with pytest.raises(Refused):
            start_absence(carl, by=carl, starts_at=begins, ends_at=ends)
    with pytest.raises(Refused, match="cannot stand in"):
        away(carl, substitute=gus)
    with pytest.raises(Refused):
        away(carl, substitute=carl)
    with pytest.raises(Forbidden):
        start_absence(carl, by=rita, starts_at=now, ends_at=now + DAY)
    away(carl)
    with pytest.raises(Conflict, match="already away"):
        away(carl, start=2)


def test_the_manager_enters_the_absence_of_a_sick_colleague(carl: Person, maya: Person) -> None:
    start_absence(carl, by=maya, starts_at=timezone.now(), ends_at=timezone.now() + DAY)
    assert carl.absence_at(timezone.now())


def test_an_absence_entered_in_the_settings_stands_on_the_profile(carl: Person, ines: Person) -> None:
    client, today = client_of(carl), timezone.localdate()
    said = {"first": today.isoformat(), "last": (today + 3 * DAY).isoformat(), "substitute": "@Ines", "note": "Sea"}
    assert client.post("/settings/absence/", said).status_code == 302
    profile = client_of(ines).get("/people/carl/").content.decode()
    assert "Inès Varga" in profile
    assert "Sea" in profile


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"substitute": "nobody"}, "Nobody here is called"),
        ({"last": "2020-01-01"}, "ends after it begins"),
        ({"last": "9999-12-31"}, "ten years"),
        ({"first": "soon"}, "valid date"),
        ({"first": ""}, "required"),
    ],
)
def test_a_wrong_absence_says_why_and_keeps_what_was_typed(carl: Person, wrong: dict[str, str], sentence: str) -> None:
    today = timezone.localdate()
    said = {"first": today.isoformat(), "last": (today + DAY).isoformat(), "note": "To the sea", **wrong}
    answer = client_of(carl).post("/settings/absence/", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "To the sea" in answer.content.decode()
    assert not Absence.objects.exists()
