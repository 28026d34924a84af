"""A house with one of each thing in it."""

from __future__ import annotations

import pytest

from tests.house import House, built
from tests.world import World


@pytest.fixture
def house(world: World) -> House:
    """One of each thing that has an address."""
    return built(world)
