"""Whatever is sent to whatever page by whomever: an answer, never an error of ours, and nothing half done."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Iterator
from itertools import cycle, islice
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.cast import ClientOf
from tests.hostile.crawl import addresses, filled, forms
from tests.house import House

pytestmark = pytest.mark.django_db
METHODS = ("get", "post", "put", "patch", "delete", "options", "head", "trace")
HUGE = "9" * 30
HOSTILE = {
    "nul": "a\0b", "huge": HUGE, "negative": "-1", "first day": "0001-01-01T00:00", "last day": "9999-12-31T23:59",
    "first date": "0001-01-01", "last date": "9999-12-31", "long": "x" * 30_000,
    "header": "\r\nBcc: x@evil.example", "superscript": "²", "right to left": "\u202egnp.exe",
    "nothing seen": "\u200b\u2060", "empty": "", "list": "a,b,,c," * 200, "arabic": "٣",
    "big word": "\U0001f954" * 5000,
}  # fmt: skip
STRANGE: tuple[dict[str, Any], ...] = (
    {"int": HUGE, "str": "x" * 300},
    {"int": 0, "str": "%00", "slug": "a-b", "handle": "%E2%80%AE"},
)
ASKED = (
    "q", "cursor", "page", "community", "customer", "owner", "reporter", "status", "order", "min_heat", "kind", "from",
    "to", "since", "limit", "skill", "tag", "author", "lane", "next", "team", "place", "after", "before", "at",
    "period", "tab", "view", "sort", "for", "who", "handle", "reply", "part", "zone", "value",
)  # fmt: skip
SKIPPED = ("admin/", "api/v1/", "metrics", "health/", "static/")


def patterns() -> list[str]:
    return [pattern for pattern in addresses() if not pattern.startswith(SKIPPED)]


def fault(client: Client, method: str, address: str, known: Collection[int], **sent: Any) -> str:
    """What went wrong with a request, or with a status that is not `known`; whatever it did is undone."""
    try:
        with transaction.atomic():
            answer = getattr(client, method)(address, **sent)
            transaction.set_rollback(True)
    except Exception as trouble:  # noqa: BLE001 whatever it is, it is what this looks for
        ours = [line for line in traceback.extract_tb(trouble.__traceback__) if "/.venv/" not in line.filename]
        where = f"{ours[-1].filename.rsplit('/', 2)[-2:]}:{ours[-1].lineno}"
        return f"{method} {address[:80]} {str(sent)[:150]}: {type(trouble).__name__} {str(trouble)[:150]} at {where}"
    told = f"{method} {address[:80]} {str(sent)[:150]}: {answer.status_code}"
    return "" if answer.status_code in known else told


def faults(
    requests: Iterator[tuple[Client, str, str, dict[str, Any]]], known: Collection[int] = range(500)
) -> list[str]:
    found = (fault(client, method, address, known, **sent) for client, method, address, sent in requests)
    return [one for one in found if one]


def test_every_address_answers_whatever_it_is_asked(house: House, client_of: ClientOf) -> None:
    clients = (client_of(house.world.gus), client_of(house.world.maya))
    turns = range(0, len(HOSTILE), 5)

    def requests() -> Iterator[tuple[Client, str, str, dict[str, Any]]]:
        for pattern in patterns():
            for number, client in enumerate(clients):
                for filling in STRANGE if number and "<" in pattern else ():
                    yield client, "get", filled(pattern, filling), {}
                for turn in turns[number :: len(clients)]:
                    yield client, "get", filled(pattern, house.values), {"data": questions(turn)}

    assert faults(requests()) == []


def questions(turn: int) -> dict[str, str]:
    """Something hostile in every parameter; another turn gives each another."""
    values = list(HOSTILE.values())
    return {name: values[(number + turn) % len(values)] for number, name in enumerate(ASKED)}


def test_a_wrong_method_or_type_is_refused_everywhere(house: House, client_of: ClientOf) -> None:
    client = client_of(house.world.maya)

    def requests() -> Iterator[tuple[Client, str, str, dict[str, Any]]]:
        for pattern in patterns():
            address = filled(pattern, house.values)
            for method in METHODS:
                yield client, method, address, {}
            for kind in ("application/json", "text/xml", "multipart/form-data", "x", ""):
                yield client, "post", address, {"data": b"\xff\xfe{", "content_type": kind}
            yield client, "post", address, {"data": "a=%ED%A0%80&a=%FF&%00=1&a[]=1", "content_type": URLENCODED}

    assert faults(requests()) == []


URLENCODED = "application/x-www-form-urlencoded"


EACH = 5
"""Each field is given the next of the hostile values, so that each of them comes to each kind of field by turns."""


@pytest.mark.parametrize("who", ["gus", "maya", "ada"])
def test_every_form_answers_whatever_one_of_its_fields_holds(who: str, house: House, client_of: ClientOf) -> None:
    client = client_of(getattr(house.world, who))
    found = forms(client, *house.starts)
    assert len(found) > 15
    values = cycle(HOSTILE.values())

    def requests() -> Iterator[tuple[Client, str, str, dict[str, Any]]]:
        for form in found:
            yield client, form.method, form.action, {"data": form.fields}
            for name in form.fields:
                for value in islice(values, EACH):
                    yield client, form.method, form.action, {"data": form.fields | {name: value}}
                twice = [form.fields[name], HUGE, ""]
                yield client, form.method, form.action, {"data": form.fields | {name: twice}}
                yield client, form.method, form.action, {"data": {k: v for k, v in form.fields.items() if k != name}}
            for name in form.files:
                sent = SimpleUploadedFile("../../\u202egnp.<svg>", b"<svg onload=alert(1)>", content_type="image/png")
                yield client, form.method, form.action, {"data": form.fields | {name: sent}}

    assert faults(requests()) == []


def test_no_form_is_taken_without_its_key(house: House, client_of: ClientOf) -> None:
    client = client_of(house.world.maya)
    found = [form for form in forms(client, *house.starts) if form.method == "post"]
    assert len(found) > 30
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    answers = {form.action: strict.post(form.action, form.fields).status_code for form in found}
    assert {address: status for address, status in answers.items() if status != 403} == {}
