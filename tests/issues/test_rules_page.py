"""The numbers of a community: defaults from the product, changed on a page, counted by every move."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from esn.activity import history
from esn.activity.clock import at
from esn.lib.errors import Conflict, Forbidden, Refused
from feeds.models import Community
from issues import heat
from issues.actions import handoffs, potatoes, rules, tasks
from issues.actions.drafts import TaskDraft
from issues.heating import facts_of
from issues.models import CommunityNumber, Issue, Task
from issues.models.rules import number, span
from issues.rules import NUMBERS, Rule
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.world import World

pytestmark = pytest.mark.django_db
MONDAY = dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)


def say(values: dict[Rule, float | None], version: int = 0) -> dict[str, str]:
    """What the page sends: all fields, most of them empty."""
    sent = {rule.value: "" for rule in NUMBERS}
    return {**sent, **{rule.value: str(value) for rule, value in values.items()}, "version": str(version)}


def test_a_community_without_numbers_goes_by_the_defaults(company: Community) -> None:
    assert number(company.pk, Rule.FROZEN_AT) == 3
    assert span(company.pk, Rule.TOSS_EXPIRES) == dt.timedelta(hours=2)
    assert span(company.pk, Rule.CLOSES_AFTER) == dt.timedelta(hours=40)
    assert all(what.least <= what.default <= what.most and str(what.why) for what in NUMBERS.values())


def test_a_toss_waits_as_long_as_the_community_says(potato: Issue, world: World) -> None:
    rules.set_numbers(potato.community, by=world.maya, values={Rule.TOSS_EXPIRES: Decimal("0.5")})
    caught = potatoes.catch(potato, by=world.carl)
    with at(MONDAY):
        handoff = handoffs.offer(caught, by=world.carl, to=world.ines)
    assert handoff.expires_at == MONDAY + dt.timedelta(minutes=30)


def test_tosses_freeze_where_the_community_says(potato: Issue, world: World) -> None:
    own = {Rule.FROZEN_AT: Decimal(1), Rule.REASON_AT: Decimal(1)}
    rules.set_numbers(potato.community, by=world.maya, values=own)
    caught = potatoes.catch(potato, by=world.carl)
    with pytest.raises(Conflict) as refusal:
        handoffs.offer(caught, by=world.carl, to=world.ines, reason="She knows the customer")
    assert refusal.value.code == "toss_frozen"


def test_the_first_news_is_promised_as_the_community_says(sales: Community, world: World) -> None:
    rules.set_numbers(sales, by=world.maya, values={Rule.FIRST_MEDIUM: Decimal(2)})
    with at(MONDAY):
        issue = making.potato(by=world.rita, community=sales, customer=making.customer(by=world.rita))
        caught = potatoes.catch(issue, by=world.carl)
    assert caught.next_news_due_at == MONDAY + dt.timedelta(hours=2)


def test_a_plate_is_full_and_an_elephant_big_where_the_community_says(potato: Issue, world: World) -> None:
    own = {Rule.LIVE_BITES: Decimal(5), Rule.ELEPHANT_BITES: Decimal(4)}
    rules.set_numbers(potato.community, by=world.maya, values=own)
    caught = potatoes.catch(potato, by=world.carl)
    tasks.add(caught, by=world.carl, drafts=[TaskDraft(f"Bite {place}") for place in range(4)])
    assert Issue.objects.get(pk=potato.pk).is_elephant
    with pytest.raises(Conflict, match="holds 5 live bites"):
        tasks.add(caught, by=world.carl, drafts=[TaskDraft("One"), TaskDraft("Two")])


@pytest.mark.parametrize(
    ("levels", "sentence"),
    [(3, "3 levels deep"), (2, "2 levels deep"), (1, "not cut further here")],
)
def test_bites_are_cut_as_deep_as_the_community_says(levels: int, sentence: str, potato: Issue, world: World) -> None:
    rules.set_numbers(potato.community, by=world.maya, values={Rule.LEVELS: Decimal(levels)})
    caught = potatoes.catch(potato, by=world.carl)
    parent: Task | None = None
    for level in range(levels):
        (parent,) = tasks.add(caught, by=world.carl, drafts=[TaskDraft(f"Level {level}", parent=parent)])
    with pytest.raises(Refused, match=sentence):
        tasks.add(caught, by=world.carl, drafts=[TaskDraft("Too deep", parent=parent)])


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({Rule.FROZEN_AT: Decimal(0)}, "frozen_at", "Choose a number from 1 to 20 bounces."),
        ({Rule.LONGEST_WAIT: Decimal(181)}, "longest_wait", "Choose a number from 1 to 180 days."),
        ({Rule.LIVE_BITES: Decimal("9.5")}, "live_bites", "Choose a multiple of 1."),
        ({Rule.LIVE_BITES: Decimal("NaN")}, "live_bites", "Choose a number from 5 to 100 bites."),
        ({Rule.REMINDED_AFTER: Decimal(20)}, "reminded_after", "This must not be more than"),
        ({Rule.FROZEN_AT: Decimal(1)}, "frozen_at", "This must not be more than"),
    ],
)
def test_a_number_beyond_its_limits_is_refused_at_its_field(
    company: Community, maya: Person, values: dict[Rule, Decimal | None], field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        rules.set_numbers(company, by=maya, values=values)
    assert refusal.value.field == field
    assert refusal.value.message.startswith(sentence)
    assert not CommunityNumber.objects.exists()


def test_only_a_moderator_sets_numbers(sales: Community, carl: Person) -> None:
    with pytest.raises(Forbidden):
        rules.set_numbers(sales, by=carl, values={Rule.FROZEN_AT: Decimal(4)})


def test_all_read_the_numbers_and_a_moderator_changes_them_on_the_page(
    sales: Community, world: World, client_of: ClientOf
) -> None:
    maya, carl = client_of(world.maya), client_of(world.carl)
    assert 'href="/c/sales/rules/"' in carl.get("/c/sales/").content.decode()
    assert "Real logs show" in carl.get("/c/sales/rules/").content.decode()
    assert carl.post("/c/sales/rules/", say({})).status_code == 404
    wrong = maya.post("/c/sales/rules/", say({Rule.FROZEN_AT: 99, Rule.EXAMPLES: 4}))
    assert wrong.status_code == 422
    assert 'value="99"' in wrong.content.decode()
    assert 'value="4"' in wrong.content.decode()
    assert maya.post("/c/sales/rules/", say({Rule.FROZEN_AT: 5, Rule.EXAMPLES: 4})).status_code == 302
    body = carl.get("/c/sales/rules/").content.decode()
    assert "<b>5 bounces</b>" in body
    assert "Tosses are frozen from: 3 → <b>5</b>" in body
    stale = maya.post("/c/sales/rules/", say({Rule.FROZEN_AT: 6}))
    assert stale.status_code == 409
    assert "Somebody changed it meanwhile" in stale.content.decode()
    assert maya.post("/c/sales/rules/frozen_at/reset/").status_code == 302
    assert number(sales.pk, Rule.FROZEN_AT) == 3
    names = history.of("community", sales.pk).values_list("name", flat=True)
    assert list(names).count("community.numbers_set") == 2


def test_the_numbers_of_a_closed_community_are_for_its_members(
    lab: Community, world: World, client_of: ClientOf
) -> None:
    assert client_of(world.carl).get("/c/lab/rules/").status_code == 404
    assert client_of(world.gus).get("/c/lab/rules/").status_code == 404
    assert client_of(world.gus).get("/c/sales/rules/").status_code == 200
    assert client_of(world.carl).post("/c/sales/rules/frozen_at/reset/").status_code == 403
    assert client_of(world.maya).post("/c/sales/rules/nothing/reset/").status_code == 404
    assert Client().get("/c/sales/rules/").status_code == 302


def test_how_long_a_potato_stands_still_until_it_is_hot_for_that_is_for_the_community_to_say(world: World) -> None:
    monday = dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
    with at(monday):
        issue = potatoes.catch(making.potato(by=world.rita, community=world.company), by=world.carl)
    four_hours_on = monday + dt.timedelta(hours=4)
    assert heat.terms(facts_of(issue, four_hours_on)).stagnation == 0.25
    rules.set_numbers(world.company, by=world.maya, values={Rule.STAGNANT_AFTER: Decimal(8)})
    assert heat.terms(facts_of(issue, four_hours_on)).stagnation == 0.5
