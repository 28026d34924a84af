"""What stands beside every page may be some seconds old, except for what its reader did himself."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from feeds.actions import communities
from feeds.models import Community
from issues.models import Issue
from people.models import Person
from tests import world as making
from tests.cast import ClientOf

pytestmark = pytest.mark.django_db


def beside(client: Client) -> str:
    """The column beside the stream."""
    return client.get("/").content.decode().partition('<aside class="side"')[2]


def test_what_others_flag_comes_some_seconds_later(
    client_of: ClientOf, potato: Issue, rita: Person, carl: Person
) -> None:
    client = client_of(carl)
    assert potato.title in beside(client)
    making.potato(by=rita, title="The lorry is late")
    assert "The lorry is late" not in beside(client)
    cache.clear()  # some seconds later
    assert "The lorry is late" in beside(client)


def test_what_i_do_i_see_at_once(client_of: ClientOf, potato: Issue, carl: Person) -> None:
    client = client_of(carl)
    assert "nobody caught it yet" in beside(client)
    client.post(f"/issues/{potato.pk}/catch/")
    assert "Carl holds it" in beside(client)


def test_what_is_kept_is_each_readers_own(
    client_of: ClientOf, board_room: Community, maya: Person, carl: Person
) -> None:
    making.potato(by=maya, title="Only for two", community=board_room)
    assert "Only for two" in beside(client_of(maya))
    assert "Only for two" not in beside(client_of(carl))


def test_nothing_is_kept_of_a_community_that_put_me_out(
    client_of: ClientOf, lab: Community, maya: Person, ines: Person
) -> None:
    making.potato(by=maya, title="The secret of the lab", community=lab)
    client = client_of(ines)
    assert "The secret of the lab" in beside(client)
    communities.remove_member(lab, by=maya, person=ines)
    assert "The secret of the lab" not in beside(client)
