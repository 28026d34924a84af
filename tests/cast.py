"""The cast: fixtures of the company that every test knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from feeds.models import Community
from issues.models import Customer, Issue
from people.models import Person
from tests import world as making
from tests.world import World

ClientOf = Callable[[Person], Client]


@pytest.fixture
def world(db: None) -> World:
    """The company."""
    return making.company_again()


@pytest.fixture
def rita(world: World) -> Person:
    """Hunts."""
    return world.rita


@pytest.fixture
def carl(world: World) -> Person:
    """Catches."""
    return world.carl


@pytest.fixture
def maya(world: World) -> Person:
    """Manages, moderates, is on watch."""
    return world.maya


@pytest.fixture
def ines(world: World) -> Person:
    """Of another team; in the closed lab."""
    return world.ines


@pytest.fixture
def gus(world: World) -> Person:
    """A guest, in sales only."""
    return world.gus


@pytest.fixture
def ada(world: World) -> Person:
    """Administers; the last resort."""
    return world.ada


@pytest.fixture
def company(world: World) -> Community:
    """The network's own community."""
    return world.company


@pytest.fixture
def sales(world: World) -> Community:
    """Open; Rita, Carl, Gus, and Maya moderates."""
    return world.sales


@pytest.fixture
def lab(world: World) -> Community:
    """Closed; Ines, and Maya moderates."""
    return world.lab


@pytest.fixture
def board_room(world: World) -> Community:
    """Secret; Ada, and Maya moderates."""
    return world.board_room


@pytest.fixture
def aldera(rita: Person) -> Customer:
    """A key customer."""
    return making.customer(by=rita)


@pytest.fixture
def potato(rita: Person, aldera: Customer) -> Issue:
    """Flagged by Rita for Aldera Foods; Maya, on watch, holds it."""
    return making.potato(by=rita, customer=aldera)


@pytest.fixture
def client_of() -> ClientOf:
    """`client_of(rita)` is a browser in which Rita is logged in."""
    return making.client_of
