"""A potato about a double invoice, and resolved ones that are like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.actions import create_token
from issues.actions import eating, potatoes, resolving, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue
from people.models import Person
from tests import world as making
from tests.world import World

Bites = dict[str, str]
STEPS = {"Stop the billing job": "XS", "List the duplicate invoices": "M", "Write credit notes": "L"}
NEARLY = {"Stop the billing jobs": "S", "List all duplicate invoices": "M", "Order lunch": "XS"}


def eaten(by: Person, title: str, bites: Bites, **fields: object) -> Issue:
    """A potato that `by` flagged, and that Maya or whoever is on watch has eaten alone and resolved."""
    issue = making.potato(by=by, title=title, **fields)
    eater = issue.owner
    issue = potatoes.catch(issue, by=eater) if eater != by else issue
    for title_, effort in bites.items():
        (task,) = tasks.add(issue, by=eater, drafts=[TaskDraft(title_)])
        tasks.take(task, by=eater)
        eating.finish(task, by=eater, effort=effort)
    return resolving.resolve(Issue.objects.get(pk=issue.pk), by=eater)


@pytest.fixture
def past(world: World) -> list[Issue]:
    """Three that are like it, and one that is not."""
    return [
        eaten(world.rita, "Invoices were sent twice in spring", STEPS),
        eaten(world.rita, "Customer got invoices two times", NEARLY),
        eaten(world.carl, "Invoices doubled after the monthly run", STEPS),
        eaten(world.carl, "Door badge refused at the gate", {"Charge the reader": "S"}),
    ]


@pytest.fixture
def token_of() -> Callable[[Person], str]:
    """What a caller of the API sends."""
    return lambda person: create_token(by=person, name="test", scopes=("read", "write"))[1]
