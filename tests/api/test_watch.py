"""The watch and the hours of a community through the API."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from issues.working import hours_of
from tests import world as making
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db
PATH = "/communities/sales/watch"
ROTA = {
    "rhythm": "daily", "zone": "Europe/Paris", "turns_at": "09:00", "starts_on": "2026-01-05", "week": ["carl", "rita"],
}  # fmt: skip


def test_a_moderator_makes_a_rota_and_members_read_who_is_on_watch(world: World, caller: Call) -> None:
    maya, carl = caller(world.maya), caller(world.carl)
    assert carl.get(PATH).json()["rota"] is None
    assert carl.put(f"{PATH}/rota", ROTA).status_code == 403
    made = maya.put(f"{PATH}/rota", ROTA).json()
    assert (made["rota"]["week"], made["rota"]["weekend"]) == (["carl", "rita"], None)
    read = carl.get(PATH).json()
    assert read["now"]["handle"] in ("carl", "rita")
    assert read["next"]["person"]["handle"] != read["now"]["handle"]
    assert {turn["is_gap"] for turn in read["turns"]} == {False}
    assert maya.put(PATH, {"person": "carl"}).status_code == 200
    assert maya.delete(f"{PATH}/rota").status_code == 204
    assert carl.get(PATH).json()["now"]["handle"] == "carl"


def test_a_stretch_is_given_swapped_and_taken_back(world: World, caller: Call) -> None:
    maya, carl, rita = caller(world.maya), caller(world.carl), caller(world.rita)
    start = timezone.now() + dt.timedelta(days=1)
    stretch = {"starts_at": start.isoformat(), "ends_at": (start + dt.timedelta(hours=4)).isoformat()}
    assert carl.post(f"{PATH}/shifts", {"person": "carl", **stretch}).status_code == 403
    shift = maya.post(f"{PATH}/shifts", {"person": "carl", **stretch})
    assert (shift.status_code, shift.json()["person"]["handle"]) == (201, "carl")
    assert rita.post(f"{PATH}/swaps", {"to": "carl", **stretch}).json()["code"] == "not_yours"
    swap = carl.post(f"{PATH}/swaps", {"to": "rita", **stretch}).json()["id"]
    assert maya.get(PATH).json()["swaps"] == []
    assert maya.post(f"{PATH}/swaps/{swap}/accept").status_code == 404
    assert carl.post(f"{PATH}/swaps/{swap}/accept").status_code == 403
    taken = rita.post(f"{PATH}/swaps/{swap}/accept").json()
    assert [one["person"]["handle"] for one in taken["shifts"]] == ["carl", "rita"]
    assert rita.post(f"{PATH}/swaps/{swap}/accept").status_code == 404
    assert maya.delete(f"{PATH}/shifts/{shift.json()['id']}").status_code == 204
    assert maya.delete(f"{PATH}/shifts/{10**30}").status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"week": []}, "week"),
        ({"week": ["nobody"]}, "week"),
        ({"week": ["ines"]}, "week"),
        ({"weekend": []}, "weekend"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"turns_on": 9}, "rhythm"),
        ({"week": ["carl"] * 51}, "week"),
    ],
)
def test_a_rota_that_cannot_be_is_refused_at_its_field(
    changed: dict[str, object], field: str, world: World, caller: Call
) -> None:
    answer = caller(world.maya).put(f"{PATH}/rota", {**ROTA, **changed})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_hours_and_holidays_are_set_and_given_back(world: World, caller: Call) -> None:
    maya, carl = caller(world.maya), caller(world.carl)
    path = "/communities/sales/hours"
    read = carl.get(path).json()
    assert (read["is_own"], read["version"], len(read["days"])) == (False, 0, 7)
    said = {"zone": "Europe/Paris", "days": ["9-12, 13-17"] * 5 + ["", ""], "holidays": {"2026-12-25": "Christmas"}}
    assert carl.put(path, said).status_code == 403
    kept = maya.put(path, {**said, "version": 0}).json()
    assert (kept["is_own"], kept["version"], kept["holidays"]) == (True, 1, {"2026-12-25": "Christmas"})
    assert dt.date(2026, 12, 25) in hours_of(world.sales).holidays
    assert maya.put(path, {**said, "version": 0}).json()["code"] == "stale_version"
    assert maya.put(path, {**said, "days": ["soon"] * 7}).status_code == 422
    assert maya.put(path, {**said, "days": ["9-17"]}).status_code == 422
    assert maya.delete(path).status_code == 204
    assert carl.get(path).json()["is_own"] is False


def test_what_is_not_visible_has_no_watch(world: World, caller: Call) -> None:
    for path in ("/communities/lab/watch", "/communities/lab/hours"):
        assert caller(world.carl).get(path).status_code == 404


def test_an_absence_is_said_with_its_substitute_and_given_up(world: World, caller: Call) -> None:
    carl, rita = caller(world.carl), caller(world.rita)
    issue = making.potato(by=world.rita)
    assert carl.post(f"/issues/{issue.pk}/catch").status_code == 200
    start = timezone.now()
    said = {"starts_at": start.isoformat(), "ends_at": (start + dt.timedelta(days=2)).isoformat(), "substitute": "ines"}
    assert rita.post("/people/carl/absences", said).status_code == 403
    away = carl.post("/people/carl/absences", said)
    assert (away.status_code, away.json()["absences"][0]["substitute"]["handle"]) == (201, "ines")
    assert rita.get(f"/issues/{issue.pk}").json()["owner"]["handle"] == "ines"
    assert rita.get("/people/carl").json()["absences"][0]["substitute"]["handle"] == "ines"
    assert carl.post("/people/carl/absences", {**said, "substitute": "nobody"}).status_code == 422
    path = f"/people/carl/absences/{away.json()['absences'][0]['id']}"
    assert rita.delete(path).status_code == 403
    assert carl.delete(path).status_code == 204
    assert carl.get("/me").json()["person"]["absences"] == []
