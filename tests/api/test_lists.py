"""Lists and doors that came with the hunt: as many statements at many rows as at few, and accounts by a token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from feeds.models import Community
from issues.actions import joining, merging, potatoes, splitting, tasks
from issues.actions.boards import set_column_limits
from issues.actions.drafts import TaskDraft
from issues.lifecycle import Status
from issues.models import Issue, Suggestion, Task
from tests import world as making
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db


def more(world: World, potato: Issue, names: range) -> None:
    """One more row of everything for each of these."""
    for number in names:
        customer = making.customer(by=world.rita, name=f"Customer {number}")
        joining.join(potato, by=world.rita, customer=customer)
        twin = making.potato(by=world.rita, title=f"Twin {number}", customer=customer)
        merging.merge(twin, by=world.maya, into=potato)
        splitting.keep_template(world.sales, by=world.carl, name=f"Template {number}", lines="Look (S)")
        set_column_limits(world.sales, by=world.maya, limits={Status.CAUGHT: number + 1})
        day = dt.date(2026, 3, 1) + dt.timedelta(days=number)
        Suggestion.objects.create(issue=potato, person=world.rita, viewer=world.maya, day=day, skill="SQL")
        other = potatoes.catch(making.potato(by=world.rita, title=f"Other {number}"), by=world.carl)
        (bite,) = tasks.add(other, by=world.carl, drafts=[TaskDraft("Look", size="XS", skills=["SQL"])])
        Task.objects.filter(pk=bite.pk).update(raised_at=timezone.now(), reviewer=world.maya)


def test_each_takes_as_many_statements_at_many_rows_as_at_few(
    world: World, potato: Issue, caller: Call, django_assert_max_num_queries: Callable[..., object]
) -> None:
    here = f"/issues/{potato.pk}"
    paths = ["/me/hunt", "/me/suggestions", "/me/questions", "/table/fitting", "/table/raised"]
    paths += [f"{here}/{part}" for part in ("hunters", "merged", "custody", "handoffs", "messages")]
    paths += [f"/communities/sales/{part}" for part in ("templates", "changes", "resting", "news-templates")]
    counts: dict[str, list[int]] = {path: [] for path in paths}
    rita = caller(world.rita)
    for names in (range(2), range(2, 4)):
        more(world, potato, names)
        for path in paths:
            rita.get(path)
            with django_assert_max_num_queries(40) as seen:  # type: ignore[attr-defined]
                assert rita.get(path).status_code == 200, path
            counts[path].append(len(seen.captured_queries))
    assert {path: seen for path, seen in counts.items() if len(set(seen)) > 1} == {}


def test_the_table_says_what_fits_me_and_what_nobody_took(world: World, potato: Issue, caller: Call) -> None:
    more(world, potato, range(1))
    (raised,) = caller(world.ines).get("/table/raised").json()["items"]
    assert (raised["title"], raised["reviewer"]["handle"], raised["skills"]) == ("Look", "maya", ["SQL"])
    ines = caller(world.ines)
    ines.put("/me/skills", {"skills": ["SQL"]})
    assert [(one["why"], one["fits"]) for one in ines.get("/table/fitting").json()["items"]] == [
        ("Vous connaissez SQL", True)
    ]


def test_who_has_much_of_what_is_left_is_told_to_who_steers_and_to_himself(
    world: World, potato: Issue, caller: Call
) -> None:
    potatoes.catch(potato, by=world.carl)
    bites = tasks.add(potato, by=world.carl, drafts=[TaskDraft("One", size="L"), TaskDraft("Two"), TaskDraft("Three")])
    tasks.take(bites[0], by=world.ines)
    path = f"/issues/{potato.pk}/tasks"
    for told in (world.carl, world.maya, world.ines):
        assert caller(told).get(path).json()["heap"] == {"name": "Inès Varga", "percent": 80}
    assert caller(world.rita).get(path).json()["heap"] is None


def test_before_a_toss_one_asks_whether_somebody_sees_it(world: World, lab: Community, caller: Call) -> None:
    issue = potatoes.catch(making.potato(by=world.ines, community=lab), by=world.maya)
    maya, path = caller(world.maya), f"/issues/{issue.pk}/sight"
    assert [maya.get(f"{path}/{who}").json()["sees"] for who in ("ines", "carl")] == [True, False]
    assert caller(world.carl).get(f"{path}/ines").status_code == 404
    assert maya.get(f"{path}/nobody").status_code == 404


def test_an_administrators_token_lets_accounts_go_and_their_potatoes_move_on(
    world: World, potato: Issue, caller: Call
) -> None:
    potatoes.catch(potato, by=world.carl)
    ada = caller(world.ada, "read", "write", "admin")
    assert caller(world.ada).post("/people/carl/deactivate").status_code == 403  # its token may only write
    assert caller(world.maya).post("/people/carl/deactivate").status_code == 403
    assert ada.post("/people/carl/deactivate").json()["is_active"] is False
    assert Issue.objects.get(pk=potato.pk).owner != world.carl
    assert ada.post("/people/carl/reactivate").json()["is_active"] is True
    assert Issue.objects.get(pk=potato.pk).owner != world.carl
    assert ada.post("/people/ada/deactivate").status_code == 409
