"""The watch as people meet it: turns, exceptions, swaps, gaps before they happen, and never nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from esn.activity.clock import at
from esn.lib.errors import Conflict, Forbidden, Refused
from feeds.actions import communities
from feeds.models import Community
from issues.actions import potatoes, watch
from issues.actions.turning import pass_on
from issues.actions.watch import Turns
from issues.models import Rota, Shift, Swap
from issues.shifts import turns
from issues.watching import on_watch
from people.actions import absences, people
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
WEEK = dt.timedelta(days=7)


def take_turns(community: Community, line: list[Person], *, by: Person, **said: object) -> Rota:
    facts = {"rhythm": "weekly", "zone": "Europe/Paris", "turns_at": dt.time(9), "starts_on": dt.date(2026, 11, 30)}
    return watch.set_rota(community, Turns(week=line, **{**facts, **said}), by=by)  # type: ignore[arg-type]


def test_a_fresh_potato_goes_to_whose_turn_it_is(sales: Community, world: World) -> None:
    take_turns(sales, [world.carl, world.maya], by=world.maya)
    with at(MONDAY):
        assert making.potato(by=world.rita, community=sales).owner == world.carl
    with at(MONDAY + WEEK):
        assert making.potato(by=world.rita, community=sales).owner == world.maya


def test_when_the_watch_passes_on_what_nobody_caught_goes_with_it(sales: Community, world: World) -> None:
    take_turns(sales, [world.carl, world.maya], by=world.maya)
    with at(MONDAY):
        fresh = making.potato(by=world.rita, community=sales)
        caught = potatoes.catch(making.potato(by=world.rita, community=sales), by=world.carl)
        assert pass_on() == 0
    with at(MONDAY + WEEK):
        assert pass_on() == 1
        assert pass_on() == 0
    fresh.refresh_from_db()
    caught.refresh_from_db()
    assert (fresh.owner, caught.owner) == (world.maya, world.carl)
    assert fresh.bounces == 0


def test_who_is_away_is_stood_in_for_and_the_gap_shows_before_it_happens(sales: Community, world: World) -> None:
    take_turns(sales, [world.carl, world.maya], by=world.maya)
    with at(MONDAY):
        away = dt.timedelta(days=1), dt.timedelta(days=2)
        absences.start_absence(world.carl, by=world.carl, starts_at=MONDAY + away[0], ends_at=MONDAY + away[1])
        gaps = [(turn.start, turn.end, turn.person) for turn in turns(sales, MONDAY) if turn.is_gap]
    assert gaps == [(MONDAY + away[0], MONDAY + away[1], world.carl)]
    assert on_watch(sales, MONDAY + away[0]) == world.maya
    assert on_watch(sales, MONDAY) == world.carl


def test_the_turn_of_somebody_who_left_is_a_gap_and_still_nothing_is_nobodys(sales: Community, world: World) -> None:
    take_turns(sales, [world.carl], by=world.maya)
    people.deactivate(world.carl, by=world.ada)
    assert all(turn.is_gap for turn in turns(sales, MONDAY))
    assert on_watch(sales, MONDAY) == world.maya


def test_a_rota_without_people_strangers_or_a_zone_is_refused_with_a_sentence(sales: Community, world: World) -> None:
    for line, said, sentence in (
        ([], {}, "A rota needs people: name one at least."),
        ([world.ines], {}, "Only an active member can be on watch."),
        ([world.carl], {"weekend": []}, "A rota needs people: name one at least."),
        ([world.carl], {"zone": "Mars/Olympus"}, "There is no such time zone."),
    ):
        with pytest.raises(Refused) as refusal:
            take_turns(sales, line, by=world.maya, **said)
        assert refusal.value.errors[0].message == sentence


def test_only_a_moderator_sets_the_rota_or_an_exception(sales: Community, world: World) -> None:
    with pytest.raises(Forbidden):
        take_turns(sales, [world.carl], by=world.carl)
    with pytest.raises(Forbidden), at(MONDAY):
        watch.set_shift(sales, by=world.carl, person=world.carl, starts_at=MONDAY, ends_at=MONDAY + WEEK)


def test_an_exception_goes_before_the_rota_until_it_is_taken_back(sales: Community, world: World) -> None:
    take_turns(sales, [world.carl], by=world.maya)
    with at(MONDAY):
        shift = watch.set_shift(sales, by=world.maya, person=world.rita, starts_at=MONDAY, ends_at=MONDAY + WEEK)
    assert on_watch(sales, MONDAY) == world.rita
    watch.take_back_shift(shift, by=world.maya)
    assert on_watch(sales, MONDAY) == world.carl


def ask(sales: Community, world: World) -> Swap:
    take_turns(sales, [world.carl], by=world.maya)
    with at(MONDAY):
        return watch.ask_swap(
            sales, by=world.carl, to=world.rita, starts_at=MONDAY, ends_at=MONDAY + dt.timedelta(days=1)
        )


def test_a_swap_is_nothing_until_the_other_accepts(sales: Community, world: World) -> None:
    swap = ask(sales, world)
    assert on_watch(sales, MONDAY) == world.carl
    with pytest.raises(Forbidden), at(MONDAY):
        watch.accept_swap(swap, by=world.maya)
    with at(MONDAY):
        watch.accept_swap(swap, by=world.rita)
    assert on_watch(sales, MONDAY) == world.rita
    with pytest.raises(Conflict), at(MONDAY):
        watch.accept_swap(swap, by=world.rita)


def test_a_swap_that_is_refused_or_withdrawn_changes_nothing(sales: Community, world: World) -> None:
    watch.refuse_swap(ask(sales, world), by=world.rita)
    watch.withdraw_swap(ask(sales, world), by=world.carl)
    assert not Shift.objects.exists()
    assert on_watch(sales, MONDAY) == world.carl


def test_nobody_gives_away_a_watch_that_is_not_his(sales: Community, world: World) -> None:
    take_turns(sales, [world.carl, world.maya], by=world.maya)
    with pytest.raises(Conflict) as refusal, at(MONDAY):
        watch.ask_swap(sales, by=world.carl, to=world.rita, starts_at=MONDAY, ends_at=MONDAY + 2 * WEEK)
    assert refusal.value.code == "not_yours"


def test_whoever_leaves_a_community_leaves_its_swaps_and_exceptions(sales: Community, world: World) -> None:
    ask(sales, world)
    communities.leave(sales, by=world.rita)
    assert not Swap.objects.exists()
    communities.join(sales, by=world.rita)
    ask(sales, world)
    people.deactivate(world.carl, by=world.ada)
    assert not Swap.objects.exists()


def test_the_page_says_who_is_on_watch_now_and_next_and_shows_gaps_in_red(
    sales: Community, world: World, client_of: ClientOf
) -> None:
    today = timezone.localdate() - dt.timedelta(days=timezone.localdate().weekday())
    take_turns(sales, [world.carl, world.rita], by=world.maya, starts_on=today, turns_at=dt.time(0))
    soon = timezone.now() + dt.timedelta(days=14)
    absences.start_absence(world.carl, by=world.carl, starts_at=soon, ends_at=soon + dt.timedelta(days=2))
    body = client_of(world.carl).get("/c/sales/watch/").content.decode()
    assert "on watch now, until" in body
    assert "next, from" in body
    assert "a gap: away" in body
    assert "data-gap" in body
    assert "The rota" not in body


def test_a_moderator_makes_the_rota_on_the_page_and_hears_what_is_wrong_with_it(
    sales: Community, maya: Person, client_of: ClientOf
) -> None:
    client = client_of(maya)
    said = {
        "what": "rota", "rota-rhythm": "daily", "rota-turns_on": "0", "rota-turns_at": "08:30",
        "rota-zone": "Europe/Paris", "rota-starts_on": "2026-11-30", "rota-week": "carl, nobody at all",
        "rota-has_weekends_apart": "on", "rota-weekend": "rita",
    }  # fmt: skip
    answer = client.post("/c/sales/watch/", said)
    assert answer.status_code == 422
    assert "Nobody of this name works here: nobody at all." in answer.content.decode()
    answer = client.post("/c/sales/watch/", {**said, "rota-week": "carl, @maya"})
    assert answer.status_code == 302
    rota = Rota.objects.get(community=sales)
    assert [(place.person.handle, place.is_weekend) for place in rota.places.order_by("is_weekend", "position")] == [
        ("carl", False), ("maya", False), ("rita", True),
    ]  # fmt: skip
    assert "carl, maya" in client.get("/c/sales/watch/").content.decode()
    assert client.post("/c/sales/watch/end/").status_code == 302
    assert not Rota.objects.exists()


@pytest.mark.parametrize("what", ["watch", "rota", "shift"])
def test_only_a_moderator_names_who_is_on_watch_on_the_page(
    what: str, sales: Community, world: World, client_of: ClientOf
) -> None:
    client = client_of(world.carl)
    whole = {
        "what": what, "watch-person": "carl", "shift-person": "carl", "shift-starts_at": "2026-12-01T09:00",
        "shift-ends_at": "2027-06-01T09:00", "rota-rhythm": "daily", "rota-turns_on": "0", "rota-turns_at": "08:30",
        "rota-zone": "Europe/Paris", "rota-starts_on": "2026-11-30", "rota-week": "carl",
    }  # fmt: skip
    before = on_watch(sales, timezone.now())
    for sent in (whole, {"what": what}, {"person": "carl"}):
        assert client.post("/c/sales/watch/", sent).status_code == 404
    assert client.post("/c/sales/watch/end/").status_code == 403
    assert (Rota.objects.count(), Shift.objects.count()) == (0, 0)
    assert on_watch(sales, timezone.now()) == before != world.carl


def test_a_line_without_end_is_refused_before_anybody_is_looked_up(
    sales: Community, maya: Person, client_of: ClientOf
) -> None:
    said = {"what": "rota", "rota-week": "carl," * 20_000}
    answer = client_of(maya).post("/c/sales/watch/", said)
    assert answer.status_code == 422
    assert "That is more people than a rota can take." in answer.content.decode()


def test_a_swap_is_asked_and_answered_on_the_page(sales: Community, world: World, client_of: ClientOf) -> None:
    start = timezone.localdate() - dt.timedelta(days=1)
    take_turns(sales, [world.carl], by=world.maya, starts_on=start)
    tomorrow = timezone.localtime() + dt.timedelta(days=1)
    said = {
        "what": "swap", "swap-to": "rita", "swap-starts_at": f"{tomorrow:%Y-%m-%dT%H:%M}",
        "swap-ends_at": f"{tomorrow + dt.timedelta(hours=4):%Y-%m-%dT%H:%M}",
    }  # fmt: skip
    assert client_of(world.carl).post("/c/sales/watch/", said).status_code == 302
    swap = Swap.objects.get()
    rita = client_of(world.rita)
    assert "Carl asks you to take this watch" in rita.get("/c/sales/watch/").content.decode()
    assert client_of(world.maya).post(f"/c/sales/watch/swaps/{swap.pk}/accept/").status_code == 404
    assert rita.post(f"/c/sales/watch/swaps/{swap.pk}/accept/").status_code == 302
    assert on_watch(sales, swap.starts_at + dt.timedelta(hours=1)) == world.rita


def test_the_watch_of_a_closed_community_is_seen_by_its_members_only(
    lab: Community, world: World, client_of: ClientOf
) -> None:
    assert client_of(world.carl).get("/c/lab/watch/").status_code == 404
    assert client_of(world.ines).get("/c/lab/watch/").status_code == 200


def test_the_company_sees_the_community_tab_of_the_watch(sales: Community, carl: Person, client_of: ClientOf) -> None:
    assert "/c/sales/watch/" in client_of(carl).get("/c/sales/").content.decode()
