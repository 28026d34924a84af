"""A house with one of each thing in it."""

from __future__ import annotations

import pytest

from tests.api.conftest import caller
from tests.hostile.secret import kind, secret
from tests.house import House, built
from tests.world import World

__all__ = ["caller", "house", "kind", "secret"]


@pytest.fixture
def house(world: World) -> House:
    """One of each thing that has an address."""
    return built(world)
