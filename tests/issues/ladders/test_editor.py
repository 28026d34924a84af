"""The ladders of a community on pages: read by its members, made by its moderators, foretold, and audited."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from esn.activity.clock import at
from feeds.models import Community
from issues import auditing
from issues.actions import ladders, potatoes, waiting
from issues.ladder import DEFAULTS, Ladder, Step, StepKind
from issues.laddering import ruling_of
from issues.models import Audit, Climb, ClimbState, Issue
from people.actions import absences
from people.actions import people as acting
from people.models import Team
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
URL = "/c/sales/ladders/uncaught/"
TWO = (Step(StepKind.WAIT, minutes=90), Step(StepKind.NOTIFY_WATCH))


def sent(*rows: dict[str, str], do: str = "save", version: int = 0, **more: str) -> dict[str, str]:
    """What the editor sends."""
    fields = {f"s{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}
    return {"count": str(len(rows)), "version": str(version), "at": "2026-12-04T17:00", "do": do, **fields, **more}


def wait(text: str) -> dict[str, str]:
    return {"kind": "wait", "minutes": text}


WATCH = {"kind": "notify_watch"}


def body(answer: Any) -> str:
    return str(answer.content.decode())


def test_members_read_the_three_ladders_and_a_moderator_is_led_to_change_them(
    world: World, client_of: ClientOf
) -> None:
    assert 'href="/c/sales/ladders/"' in body(client_of(world.carl).get("/c/sales/"))
    seen = body(client_of(world.carl).get("/c/sales/ladders/"))
    for words in ("Nobody catches it", "It stands still", "Promised news is late", "Wait 30", "Tell the moderators"):
        assert words in seen
    assert URL not in seen
    assert URL in body(client_of(world.maya).get("/c/sales/ladders/"))
    assert client_of(world.gus).get("/c/sales/ladders/").status_code == 200
    assert client_of(world.gus).get("/c/lab/ladders/").status_code == 404
    assert client_of(world.carl).get(URL).status_code == 404
    assert client_of(world.carl).post(URL, sent(WATCH)).status_code == 404
    assert client_of(world.carl).post(f"{URL}end/").status_code == 403
    assert client_of(world.maya).get("/c/sales/ladders/nothing/").status_code == 404
    assert Client().get("/c/sales/ladders/").status_code == 302


def test_steps_are_added_moved_and_dropped_before_anything_is_saved(world: World, client_of: ClientOf) -> None:
    maya = client_of(world.maya)
    added = body(maya.post(URL, sent(wait("30 min"), WATCH, do="add", add="notify_moderators")))
    assert 'name="s2-kind" value="notify_moderators"' in added
    moved = body(maya.post(URL, sent(wait("soon"), WATCH, do="down.0")))
    assert moved.index('value="notify_watch" ') < moved.index('value="soon"')
    assert moved.split("autofocus")[1].lstrip(">\n ").startswith('<legend class="strong">2. Wait')
    dropped = body(maya.post(URL, sent(wait("30 min"), WATCH, do="drop.0")))
    assert 'name="s1-kind"' not in dropped
    assert "push" not in [part.split('"')[0] for part in added.split('<option value="')[1:]]
    for odd in ("up.99", "down.x", "drop.", "add", "", "up.-1"):
        assert maya.post(URL, sent(wait("30 min"), WATCH, do=odd, add="push")).status_code == 200
    assert ruling_of(world.sales.pk, Ladder.UNCAUGHT).community is None


def test_a_ladder_is_saved_counts_at_once_and_stands_in_the_history(world: World, client_of: ClientOf) -> None:
    maya = client_of(world.maya)
    rows = (
        wait("1 h 30"),
        WATCH,
        wait("45"),
        {"kind": "notify_person", "person": "carl"},
        {"kind": "repeat", "times": "2"},
    )
    assert maya.post(URL, sent(*rows)).status_code == 302
    steps = ruling_of(world.sales.pk, Ladder.UNCAUGHT).steps
    assert [step.minutes for step in steps] == [90, 0, 45, 0, 0]
    assert (steps[3].person, steps[4].times) == (world.carl.pk, 2)
    seen = body(client_of(world.carl).get("/c/sales/ladders/"))
    assert "made here" in seen
    assert seen.count("Tell Carl Brandt") == 2
    stale = maya.post(URL, sent(WATCH, version=0))
    assert stale.status_code == 422
    assert "Somebody changed it meanwhile" in body(stale)
    assert 'value="1 h 30"' in body(maya.get(URL))
    assert maya.post(f"{URL}end/").status_code == 302
    assert ruling_of(world.sales.pk, Ladder.UNCAUGHT).steps == DEFAULTS[Ladder.UNCAUGHT]
    assert "back to the company" in body(maya.get("/c/sales/ladders/"))


def test_the_preview_says_what_comes_after_a_friday_evening(world: World, client_of: ClientOf) -> None:
    acting.update_profile(world.maya, by=world.maya, zone="Europe/Berlin")
    seen = body(client_of(world.maya).post(URL, sent(wait("30 min"), WATCH, do="look")))
    assert "Mon 7 Dec, 09:30" in seen
    assert "Maya" in seen
    assert "It rests on a moderator" in seen


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((wait("soon"), WATCH), "Write it as 30 min, 2 h or 1 h 30."),
        ((WATCH, {"kind": "repeat", "times": "2"}), "It would go round without a pause"),
        ((WATCH, {"kind": "repeat", "times": "9"}), "less than or equal to 5"),
        ((wait("30 min"),), "A ladder must tell somebody"),
        ((), "A ladder must tell somebody"),
        (({"kind": "notify_person", "person": "nobody"},), "Nobody of this name works here."),
        (({"kind": "notify_team", "team": "999"},), "Select a valid choice"),
        (({"kind": "notify_holder"},), "Nobody holds it yet"),
        (({"kind": "only_from_heat", "heat": "50"},), "A heat must be followed"),
        ((wait("900 h"), WATCH), "A wait lasts between one minute and 200 working hours."),
    ],
)
def test_a_ladder_that_cannot_be_climbed_is_refused_with_a_sentence_and_kept_as_typed(
    rows: tuple[dict[str, str], ...], sentence: str, world: World, client_of: ClientOf
) -> None:
    answer = client_of(world.maya).post(URL, sent(*rows))
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert body(answer).count('<legend class="strong">') == len(rows)
    assert ruling_of(world.sales.pk, Ladder.UNCAUGHT).community is None


def test_a_step_that_reaches_nobody_is_refused_with_which_and_why(
    lab: Community, world: World, client_of: ClientOf
) -> None:
    maya = client_of(world.maya)
    team = Team.objects.create(slug="empty", name="Empty")
    blind = maya.post("/c/lab/ladders/uncaught/", sent({"kind": "notify_person", "person": "carl"}))
    assert "Telling Carl Brandt reaches nobody: the potatoes here are not visible to Carl Brandt." in body(blind)
    empty = maya.post(URL, sent({"kind": "notify_team", "team": str(team.pk)}))
    assert "Telling the team Empty reaches nobody: nobody is in it." in body(empty)
    today = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
    with at(today):
        until = today + dt.timedelta(days=2)
        absences.start_absence(world.carl, by=world.carl, starts_at=today - dt.timedelta(hours=1), ends_at=until)
        away = maya.post(URL, sent({"kind": "notify_person", "person": "carl"}))
    assert "Telling Carl Brandt reaches nobody: away, and nobody stands in." in body(away)


def test_the_potato_says_what_comes_if_nobody_moves(potato: Issue, world: World, client_of: ClientOf) -> None:
    rita = client_of(world.rita)
    assert f'hx-get="/issues/{potato.pk}/forecast/"' in body(rita.get(f"/issues/{potato.pk}/"))
    page = body(rita.get(f"/issues/{potato.pk}/forecast/"))
    for words in ("If nobody moves", "Tell whoever is on watch", "Maya", "inbox", "It rests on a moderator"):
        assert words in page
    part = body(rita.get(f"/issues/{potato.pk}/forecast/", headers={"HX-Request": "true"}))
    assert part.lstrip().startswith("<section")
    caught = potatoes.catch(potato, by=world.carl)
    assert "Tell the holder" in body(rita.get(f"/issues/{potato.pk}/forecast/"))
    until = caught.flagged_at + dt.timedelta(days=3)
    waiting.wait(caught, by=world.carl, waiting_for="date", until=until, reason="The part comes then")
    assert "its ladders stand still" in body(rita.get(f"/issues/{potato.pk}/forecast/"))


def test_the_forecast_is_for_whoever_sees_the_potato(lab: Community, world: World, client_of: ClientOf) -> None:
    issue = potatoes.flag(potatoes.Flag(title="Only for the lab", community=lab), by=world.ines)
    assert client_of(world.ines).get(f"/issues/{issue.pk}/forecast/").status_code == 200
    for person in (world.carl, world.gus):
        assert client_of(person).get(f"/issues/{issue.pk}/forecast/").status_code == 404


def test_the_auditors_page_is_for_administrators_and_moderators(
    potato: Issue, world: World, client_of: ClientOf
) -> None:
    assert 'href="/audit/"' in body(client_of(world.ada).get("/"))
    assert 'href="/audit/"' in body(client_of(world.maya).get("/c/sales/ladders/"))
    assert "It has not looked yet." in body(client_of(world.ada).get("/audit/"))
    auditing.audit()
    assert "Each has its next step." in body(client_of(world.maya).get("/audit/"))
    for person in (world.carl, world.gus):
        assert client_of(person).get("/audit/").status_code == 404
        assert 'href="/audit/"' not in body(client_of(person).get("/"))
    Climb.objects.filter(issue=potato).delete()
    auditing.audit()
    assert f"{potato.key} {potato.title}</a>" in body(client_of(world.maya).get("/audit/"))


def test_what_the_reader_does_not_see_the_auditor_counts_only(
    lab: Community, world: World, client_of: ClientOf
) -> None:
    issue = potatoes.flag(potatoes.Flag(title="Only for the lab", community=lab), by=world.ines)
    Audit.objects.create(
        at=issue.flagged_at, open_count=1, lacking=[{"issue": issue.pk, "ladders": ["uncaught", "waiting"]}]
    )
    seen = body(client_of(world.ada).get("/audit/"))
    assert "Only for the lab" not in seen
    assert "1 more that you do not see" in seen
    shown = body(client_of(world.maya).get("/audit/"))
    assert "Only for the lab" in shown
    assert "(Nobody catches it, its wake-up)" in shown


def test_a_ladder_that_ran_out_is_listed(potato: Issue, world: World, client_of: ClientOf) -> None:
    ladders.set_ladder(potato.community, Ladder.UNCAUGHT, by=world.maya, steps=TWO)
    Climb.objects.filter(issue=potato).update(state=ClimbState.RESTING, due_at=None)
    for address in ("/c/company/ladders/", "/audit/"):
        assert f"{potato.key} {potato.title}" in body(client_of(world.maya).get(address))
    assert "Its ladders ran out" in body(client_of(world.maya).get(f"/issues/{potato.pk}/forecast/"))


@pytest.mark.parametrize("moment", ["9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_moment_beyond_all_calendars_foretells_nothing(moment: str, world: World, client_of: ClientOf) -> None:
    rows = ({"kind": "wait", "minutes": "30"}, {"kind": "notify_watch"})
    page = body(client_of(world.maya).post(URL, sent(*rows, do="look", at=moment)))
    assert "That is too far away." in page
