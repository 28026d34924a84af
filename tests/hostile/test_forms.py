"""Whoever is refused finds all that he typed again; nobody is led astray; what is sent twice is there once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client

from feeds.actions import communities, posts
from issues.actions import joining
from tests import world as making
from tests.cast import ClientOf
from tests.hostile.crawl import Form, read
from tests.house import House
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db
REFUSED = {400, 403, 409, 422}


def refused(client: Client, form: Form, sent: dict[str, str]) -> str | None:
    """What is answered to a form that is refused; None if it is taken. Whatever it did is undone."""
    with transaction.atomic():
        answer = client.post(form.action, sent)
        transaction.set_rollback(True)
    return unescape(answer.content.decode()) if answer.status_code in REFUSED else None


def lost(client: Client, form: Form) -> Iterator[str]:
    """What does not come back when one field of the form is spoilt."""
    typed = {name: form.fields[name] for name in form.texts}
    typed |= {name: f"kept {number}" for number, name in enumerate(sorted(typed)) if typed[name] == "words"}
    for spoilt in sorted(typed):
        body = refused(client, form, form.fields | typed | {spoilt: "a\0b"})
        if body is not None:
            kept = [name for name in typed if name != spoilt and typed[name]]
            yield from (f"{form.action}: {name} for {spoilt}" for name in kept if typed[name] not in body)


def test_all_that_was_typed_comes_back_with_the_refusal(house: House, client_of: ClientOf) -> None:
    client = client_of(house.world.maya)
    pages = [read(client, address) for address in house.starts]
    found = {form.shape: form for page in pages for form in page.forms if form.method == "post" and len(form.texts) > 1}
    assert len(found) > 8
    assert [line for form in found.values() for line in lost(client, form)] == []


AWAY = (
    "//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "\thttps://evil.example",
    "/\t/evil.example", "http://testserver@evil.example/", "javascript:alert(1)", "http://testserver.evil.example/",
    "/c/\r\nSet-Cookie: x=1", "\\\\evil.example", "///evil.example", "http:///evil.example", "%2f%2fevil.example",
)  # fmt: skip


def leads_to(answer: Any) -> str:
    """The host that a browser goes to from the login page; it takes backslashes for slashes and skips tabs."""
    said = answer.headers.get("Location", "/")
    assert not {"\r", "\n"} & set(said)
    read = said.replace("\\", "/").replace("\t", "").strip()
    return urlsplit(urljoin("http://testserver/login/", read)).netloc


@pytest.mark.parametrize("away", AWAY)
def test_nobody_is_led_to_another_house(away: str, world: World, client_of: ClientOf) -> None:
    post = posts.publish(by=world.rita, community=world.sales, body="Hello")
    stranger, client = Client(), client_of(world.carl)
    login = stranger.post("/login/", {"login": "rita", "password": PASSWORD, "next": away})
    asked = Client().post(f"/login/?{urlencode({'next': away})}", {"login": "rita", "password": PASSWORD})
    paths = ("/language/setlang/", "/settings/language/", "/theme/", "/logout/")
    said = {"language": "fr", "theme": "dark", "next": away}
    answers = [login, asked, *(client_of(world.carl).post(path, said) for path in paths)]
    headers = {"Referer": away.strip()} if "\r" not in away else {}
    answers += [client.post(f"/posts/{post.pk}/react/", {"emoji": "like"}, headers=headers)]
    answers += [client.post("/settings/language/", {"language": "fr"}, headers=headers)]
    assert {leads_to(answer) for answer in answers} == {"testserver"}
    assert login.status_code == 302


def test_no_cell_of_a_table_begins_like_a_formula(world: World, client_of: ClientOf) -> None:
    for number, start in enumerate("=+-@"):
        place = communities.create_community(by=world.maya, name=f"{start}1+1", slug=f"place-{number}")
        issue = making.potato(by=world.maya, title="=1+1", community=place)
        for there in (world.sales, place, world.sales):
            issue = joining.move(issue, by=world.maya, community=there)
    table = client_of(world.carl).get("/insights/figures.csv").content.decode().removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert [cell for cell in cells if cell.startswith("'") and "1+1" in cell] != []
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r") and not cell.lstrip("-").isdecimal()] == []


def test_a_name_that_is_a_header_is_one_line_of_a_letter(world: World, client_of: ClientOf) -> None:
    forged = "Words\r\nBcc: x@evil.example\n\nMore"
    client = client_of(world.maya)
    for path, body in (
        ("issues", {"title": forged}), ("communities", {"name": forged, "slug": "forged"}),
        ("customers", {"name": forged}),
    ):  # fmt: skip
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
        name = answer.json().get("title" if path == "issues" else "name", "")
        assert answer.status_code == 422 or "\n" not in name, path
