"""A body that is too large or too slow is refused in words, and before a thread is spent on it."""

import asyncio
import io
import socket
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client

from esn.lib.bodies import BodyGuard, Message
from tests.live.stage import played

MB = 1024 * 1024


class Echo:
    """An ASGI application that remembers what reached it."""

    def __init__(self) -> None:
        self.body = b""
        self.headers: dict[bytes, bytes] = {}

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        self.headers = dict(scope["headers"])
        more = True
        while more:
            message = await receive()
            self.body += message["body"]
            more = message["more_body"]


async def through(messages: list[Message], *, headers: list[tuple[bytes, bytes]] | None = None) -> Echo:
    """What an application behind a guard of 1 MB and 50 ms gets."""
    echo = Echo()
    waiting = iter(messages)

    async def receive() -> Message:
        for message in waiting:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    async def send(_message: Message) -> None:
        return None

    await BodyGuard(echo, seconds=0.05, most=MB)({"headers": headers or []}, receive, send)
    return echo


def part(body: bytes, *, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


@played
async def test_a_body_in_parts_arrives_whole_with_its_length() -> None:
    echo = await through([part(b"a" * 300_000, more=True), part(b"b" * 300_000)])
    assert echo.body == b"a" * 300_000 + b"b" * 300_000
    assert echo.headers[b"content-length"] == b"600000"


@played
async def test_a_body_that_stops_coming_is_given_up() -> None:
    echo = await through([part(b"a", more=True)])
    assert (echo.body, echo.headers[b"x-body-refused"]) == (b"", b"slow")


@played
async def test_a_body_that_does_not_end_is_given_up() -> None:
    echo = await through([part(b"a" * MB, more=True), part(b"a")])
    assert (echo.body, echo.headers[b"x-body-refused"]) == (b"", b"large")


@played
async def test_a_body_of_five_gigabytes_is_not_even_heard() -> None:
    echo = await through([], headers=[(b"content-length", str(5 << 30).encode())])
    assert echo.headers[b"x-body-refused"] == b"large"


@played
async def test_headers_that_would_be_taken_for_others_do_not_pass() -> None:
    forged = [(b"x_forwarded_for", b"1.2.3.4"), (b"x-body-refused", b"slow"), (b"accept", b"*/*")]
    echo = await through([part(b"")], headers=forged)
    assert set(echo.headers) == {b"accept", b"content-length"}


@played
async def test_who_hangs_up_reaches_nobody() -> None:
    echo = await through([part(b"a", more=True), {"type": "http.disconnect"}])
    assert echo.headers == {}


def test_a_photo_that_is_too_large_is_refused_on_a_page(site: str) -> None:
    answer = httpx.post(f"{site}/login/", files={"file": io.BytesIO(b"x" * 40 * MB)}, timeout=60)
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_five_gigabytes_are_refused_before_they_are_sent(site: str) -> None:
    where = urlsplit(site)
    head = ["POST /login/ HTTP/1.1", f"Host: {where.netloc}", "Content-Type: multipart/form-data; boundary=x"]
    with socket.create_connection((where.hostname or "", where.port or 0), timeout=60) as line:
        line.sendall("\r\n".join([*head, f"Content-Length: {5 << 30}", "", ""]).encode())
        assert line.recv(64).startswith(b"HTTP/1.1 413")


@pytest.mark.django_db
def test_a_form_of_three_megabytes_is_refused(client: Client) -> None:
    answer = client.post("/login/", data=b"x" * 3 * MB, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


@pytest.mark.django_db
def test_the_api_is_told_with_a_code(client: Client) -> None:
    answer = client.post("/api/v1/posts", data=b"x" * 3 * MB, content_type="application/json")
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "too_large"
