"""A serving process for the tests of the sockets, and the people who read."""

import itertools
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from people.models import Person
from tests.live.stage import Server, in_own_loop

TABLE = "CREATE TABLE IF NOT EXISTS live_test_reader (person_id bigint, name text, PRIMARY KEY (person_id, name))"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def _reader_table(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(TABLE)


@pytest.fixture(scope="session")
def server(_reader_table: None) -> Iterator[Server]:
    """One real serving process, on the Redis of this run; every test has people and streams of its own."""
    serving = Server(redis_url=settings.REDIS_URL)
    serving.start()
    in_own_loop(serving.ready())
    yield serving
    serving.kill()


@pytest.fixture
def commits(transactional_db: None, _reader_table: None) -> Iterator[None]:
    """Real commits; whatever threads opened connections give them back."""
    yield
    connections.close_all()


@pytest.fixture
def name() -> str:
    """The name of a stream that no other test uses."""
    return f"s{next(_numbers)}"


@pytest.fixture
def someone(commits: None) -> Callable[..., Person]:
    """Makes a person."""

    def make(**fields: str) -> Person:
        return Person.objects.create_user(f"reader{next(_numbers)}", **fields)

    return make


@pytest.fixture
def rita(someone: Callable[..., Person]) -> Person:
    return someone(name="Rita")


@pytest.fixture
def carl(someone: Callable[..., Person]) -> Person:
    return someone(name="Carl", language="fr")
