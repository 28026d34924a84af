"""With a replayed log the pages answer in as many statements as before it, and its numbers lead to its potatoes."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from issues.models import Issue
from tests.counted import statements
from tests.importing.conftest import Run
from tests.importing.made import incidents, write
from tests.world import World, client_of

pytestmark = pytest.mark.django_db


def pages(key: str) -> list[str]:
    """Home, the board, the list, a potato, and the search by the log's own number."""
    issue = Issue.objects.get(external_id=key)
    return ["/", "/board/", "/issues/?status=all", issue.get_absolute_url(), f"/search/?q={key}", f"/HP-{key}"]


def costs(client: Client, key: str) -> dict[str, int]:
    """The statements of each page."""
    return {address: statements(client, address) for address in pages(key)}


def test_pages_cost_the_same_with_ten_issues_of_a_log_and_with_three_hundred(
    load: Run, tmp_path: Path, world: World
) -> None:
    log, client = incidents(300, seed=3), client_of(world.maya)
    load(write(tmp_path / "log.csv", [row for row in log if row["number"] < "INC00010"]))
    few = costs(client, "INC00003")
    load(write(tmp_path / "log.csv", log))
    assert Issue.objects.count() == 300
    assert costs(client, "INC00003") == few


def test_the_number_of_the_log_leads_to_its_potato(load: Run, tmp_path: Path, world: World) -> None:
    load(write(tmp_path / "log.csv", incidents(5, seed=3)))
    issue, client = Issue.objects.get(external_id="INC00003"), client_of(world.carl)
    assert client.get("/HP-INC00003").headers["Location"] == issue.get_absolute_url()
    assert issue.get_absolute_url() in client.get("/search/?q=INC00003", follow=True).content.decode()
