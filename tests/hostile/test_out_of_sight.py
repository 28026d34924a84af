"""What one may not see, or sees no longer, shows nowhere: on no page, in no list, export, mail or live frame."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile, is_zipfile

import pytest
from django.core import mail
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test import Client
from django.utils import timezone

from digests import actions as digesting
from digests.due import due
from digests.models import Digest
from esn.activity.due import run_due
from esn.activity.outlets import tell_all
from esn.live import streams
from esn.live.models import LiveEvent
from feeds.actions import communities
from issues.models import Issue
from people.actions import people as acting
from people.models import Person
from tests.cast import ClientOf
from tests.hostile.contract import operations
from tests.hostile.crawl import addresses, filled
from tests.hostile.secret import CANARY, NEEDLE, Secret
from tests.told import settle
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
SKIPPED = ("admin/", "api/", "metrics", "health/", "static/", "logout/", "language/", "s/", "u/", "mail/", "login/")
ASKED = (
    f"/search/?q={NEEDLE}", f"/issues/?status=all&q={NEEDLE}", f"/issues/similar/?title={NEEDLE}", f"/?tag={CANARY}tag",
    "/tags/suggest?q=zanz", f"/people/suggest?q={NEEDLE}", "/board/?lane=community", "/insights/?community=hush",
    "/inbox/?tab=following", "/inbox/?tab=rest", "/insights/figures.csv?community=hush",
    "/insights/figures.xlsx?community=hush", "/table/?skill=zanz", "/api/v1/feed?order=hot",
    "/api/v1/issues?order=new", f"/api/v1/issues?q={NEEDLE}", f"/api/v1/issues/similar?q={NEEDLE}",
    f"/api/v1/posts?tag={CANARY}tag", f"/api/v1/people?q={NEEDLE}",
    *(f"/api/v1/{kind}?community=hush" for kind in ("posts", "issues", "board", "insights")),
)  # fmt: skip


@pytest.fixture
def told(secret: Secret) -> Secret:
    """The secret, when everybody was told who is told of it."""
    settle()
    tell_all()
    return secret


def everywhere(secret: Secret) -> Iterator[str]:
    """Every page and every list, as itself and with the words that would find it."""
    for pattern in addresses():
        if not pattern.startswith(SKIPPED):
            yield filled(pattern, secret.pages)
    for operation in operations(Client()):
        if operation.method == "get":
            yield operation.at(secret.api)
    yield from ASKED
    yield from beside(secret.twin)


def beside(twin: Issue) -> Iterator[str]:
    """Where a potato that others see is compared with what happened in secret."""
    parts = ("", "split/", "helpers/", "toss/", "merge/", "resolve/", "offer/", "assign/", "history/")
    yield from (f"/issues/{twin.pk}/{part}" for part in parts)
    yield from (f"/api/v1/issues/{twin.pk}/{part}" for part in ("helpers", "split-suggestions", "forecast", "history"))


def text_of(answer: Any) -> str:
    """What an answer says; a workbook is unpacked."""
    body = b"".join(answer) if answer.streaming else answer.content
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return str(body.decode(errors="replace"))


def seen(client: Client, secret: Secret) -> list[str]:
    """Where the canary shows; not where the question alone is repeated."""
    found = []
    for address in everywhere(secret):
        shown = text_of(client.get(address))
        if CANARY in (re.sub(rf"{CANARY}tag", "", shown) if f"{CANARY}tag" in address else shown):
            found.append(address)
    return found


def mailed_to(person: Person) -> str:
    """All that reaches the person by mail in the next days: letters and digests."""
    moment = timezone.now()
    run_due(at=moment + dt.timedelta(hours=2))
    for item in due(moment):
        digesting.compose(item, at=moment, send_at=moment)
    his = [letter for letter in mail.outbox if letter.to == [person.email]]
    letters = [f"{letter.subject} {letter.body} {letter.message()}" for letter in his]
    return " ".join([*letters, *(f"{one.html} {one.text}" for one in Digest.objects.filter(person=person))])


def streams_heard(person: Person) -> set[str]:
    """The streams that carry the canary, and that the person may read."""
    said = LiveEvent.objects.annotate(said=Cast("html", TextField()))
    carrying = set(said.filter(said__contains=CANARY).values_list("stream__key", flat=True))
    assert carrying
    return streams.readable(person.pk, carrying)


def test_its_members_see_it_in_many_places(told: Secret, world: World, client_of: ClientOf) -> None:
    found = set(seen(client_of(world.ines), told))
    lists = {"issues", "feed", "inbox", "table", "board", "insights", "communities", "posts"}
    missing = {f"/api/v1/{name}" for name in lists - {"table", "insights"}} - found
    assert missing == set()
    assert f"/api/v1/issues/{told.twin.pk}/split-suggestions" in found
    assert {ASKED[0], "/inbox/", "/", "/c/", "/bookmarks/", "/board/"} <= found
    assert len(found) > 35
    assert len(streams_heard(world.ines)) > 3
    assert CANARY in mailed_to(world.ines)


@pytest.mark.parametrize(("who", "kind"), [("gus", "secret"), ("ada", "secret"), ("carl", "closed")], indirect=["kind"])
def test_who_never_was_a_member_sees_it_nowhere(
    who: str, kind: str, told: Secret, world: World, client_of: ClientOf
) -> None:
    person = getattr(world, who)
    assert seen(client_of(person), told) == []
    assert streams_heard(person) == set()
    assert CANARY not in mailed_to(person)


def test_who_was_put_out_sees_it_nowhere_any_more(told: Secret, world: World, client_of: ClientOf) -> None:
    client = client_of(world.ines)
    client.get("/")
    communities.remove_member(told.community, by=world.maya, person=world.ines)
    settle()
    tell_all()
    assert seen(client, told) == []
    assert streams_heard(world.ines) == set()
    assert CANARY not in mailed_to(world.ines)


def test_who_was_deactivated_is_let_in_nowhere(told: Secret, world: World, client_of: ClientOf) -> None:
    client = client_of(world.ines)
    acting.deactivate(world.ines, by=world.ada)
    assert {client.get(path).status_code for path in everywhere(told) if path.startswith("/api/v1/")} == {401}
    assert client.get("/").status_code == 302
    assert CANARY not in mailed_to(world.ines)
