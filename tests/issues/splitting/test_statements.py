"""What the pages of splitting cost does not depend on how many potatoes were resolved, nor on the templates kept."""

from __future__ import annotations

import pytest
from django.utils import timezone

from issues.actions import splitting
from issues.models import Issue
from tests.cast import ClientOf
from tests.counted import statements
from tests.issues.splitting.corpus import draw, resolved
from tests.world import World

pytestmark = pytest.mark.django_db


def fill(world: World, size: int) -> None:
    """Resolved potatoes of all families, and templates."""
    resolved(list(draw(size, noise=0.2)), community=world.company, by=world.carl, at=timezone.now())
    for number in range(size // 10):
        splitting.keep_template(world.company, by=world.carl, name=f"Template {size} {number}", lines="Find it (S)")


@pytest.mark.parametrize(("url", "most"), [("/issues/{issue}/split/", 40), ("/c/company/templates/", 24)])
def test_two_hundred_resolved_potatoes_or_twelve_hundred(
    url: str, most: int, world: World, potato: Issue, client_of: ClientOf
) -> None:
    address = url.format(issue=potato.pk)
    client = client_of(world.ines)
    fill(world, 200)
    few = statements(client, address)
    fill(world, 1000)
    assert statements(client, address) == few
    assert few <= most
