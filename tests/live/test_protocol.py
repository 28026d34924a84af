"""What the socket says and refuses, spoken to a real server."""

import asyncio
import json
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from websockets.exceptions import InvalidStatus

from esn.live import log, streams
from esn.live.frames import RenderedFrame
from esn.live.models import LiveEvent, Stream
from esn.live.publisher import bump
from people.models import Person
from tests.live.stage import Line, Server, allow, cookie_of, forbid, handshake, line, log_in, played


def say(*frames: RenderedFrame) -> None:
    with transaction.atomic():
        bump(frames)


def card(name: str, number: int = 1, **fields: Any) -> RenderedFrame:
    html = {"en": f"<p>potato {number}</p>", "fr": f"<p>patate {number}</p>"}
    return RenderedFrame(stream=f"t:{name}", op="add", id=f"card-{number}", html=html, **fields)


async def tell(*frames: RenderedFrame) -> None:
    await asyncio.to_thread(say, *frames)


@played
async def test_a_reader_hears_what_is_said_in_her_language(
    server: Server, rita: Person, carl: Person, name: str
) -> None:
    await asyncio.gather(asyncio.to_thread(allow, rita, name), asyncio.to_thread(allow, carl, name))
    async with (
        line(server, rita, s={f"t:{name}": 0}) as hers,
        line(server, carl, s={f"t:{name}": 0}) as his,
    ):
        assert (await hers.hear())["s"][f"t:{name}"] == 0
        await his.hear()
        await tell(card(name, author=7))
        assert await hers.hear() == {
            "s": f"t:{name}", "n": 1, "op": "add", "id": "card-1", "h": "<p>potato 1</p>", "a": 7,
        }  # fmt: skip
        assert (await his.hear())["h"] == "<p>patate 1</p>"


@played
async def test_a_stream_that_is_not_hers_is_refused_by_name(server: Server, rita: Person, carl: Person) -> None:
    asked: dict[str, int] = {"t:secret": 0, f"u:{carl.pk}": 0, "nonsense": 0, f"u:{rita.pk}": 0, "all": 0}
    async with line(server, rita, s=asked) as hers:
        welcome = await hers.hear()
        assert set(welcome["no"]) == {"t:secret", f"u:{carl.pk}", "nonsense"}
        assert set(welcome["s"]) == {f"u:{rita.pk}", "all"}
        await tell(card("secret"), RenderedFrame(f"u:{carl.pk}", "put", "x"), RenderedFrame("all", "put", "news"))
        assert (await hers.hear())["id"] == "news"


@played
async def test_who_comes_back_gets_what_was_missed_and_nothing_twice(server: Server, rita: Person, name: str) -> None:
    await asyncio.to_thread(allow, rita, name)
    await tell(*(card(name, number) for number in range(1, 6)))
    async with line(server, rita, s={f"t:{name}": 2}) as hers:
        frames = await hers.hear_until("hi")
        assert [frame.get("n") for frame in frames[:-1]] == [3, 4, 5]
        assert frames[-1]["s"][f"t:{name}"] == 5


@pytest.mark.parametrize("cursor", [0, 9_999])
@played
async def test_too_far_behind_or_from_another_world_is_told_to_fetch_anew(
    server: Server, rita: Person, name: str, cursor: int
) -> None:
    await asyncio.to_thread(allow, rita, name)
    await tell(*(card(name, number) for number in range(1, 252)))
    async with line(server, rita, s={f"t:{name}": cursor}) as hers:
        assert await hers.hear() == {"t": "stale", "s": f"t:{name}", "n": 251}
        await hers.hear_until("hi")
        await tell(card(name, 252))
        assert (await hers.hear())["n"] == 252


@played
async def test_events_are_forgotten_after_three_days_and_the_floor_says_so(
    server: Server, rita: Person, name: str
) -> None:
    def grow_old() -> int:
        LiveEvent.objects.filter(stream__key=f"t:{name}", seq__lte=3).update(at=timezone.now() - timedelta(days=4))
        return log.trim()

    await asyncio.to_thread(allow, rita, name)
    await tell(*(card(name, number) for number in range(1, 6)))
    assert await asyncio.to_thread(grow_old) == 3
    stream = await asyncio.to_thread(Stream.objects.get, key=f"t:{name}")
    assert (stream.seq, stream.floor) == (5, 3)
    assert f"t:{name}" not in await asyncio.to_thread(streams.gaps)
    async with line(server, rita, s={f"t:{name}": 2}) as behind, line(server, rita, s={f"t:{name}": 3}) as near:
        assert (await behind.hear())["t"] == "stale"
        assert [frame.get("n") for frame in (await near.hear_until("hi"))[:-1]] == [4, 5]


@played
async def test_a_revocation_takes_the_stream_in_its_order(
    server: Server, rita: Person, carl: Person, name: str
) -> None:
    def evict() -> None:
        with transaction.atomic():
            forbid(rita, name)
            bump([card(name, 1), RenderedFrame(f"t:{name}", "rev", reader=rita.pk), card(name, 3)])

    await asyncio.gather(asyncio.to_thread(allow, rita, name), asyncio.to_thread(allow, carl, name))
    async with line(server, rita, s={f"t:{name}": 0}) as hers, line(server, carl, s={f"t:{name}": 0}) as his:
        await asyncio.gather(hers.hear_until("hi"), his.hear_until("hi"))
        await asyncio.to_thread(evict)
        await tell(RenderedFrame(f"u:{rita.pk}", "put", "last"))
        assert (await hers.hear())["n"] == 1
        assert await hers.hear() == {"t": "rev", "s": f"t:{name}", "n": 2}
        assert (await hers.hear())["id"] == "last"
        assert [(await his.hear())["n"], (await his.hear())["n"]] == [1, 3]


@played
async def test_a_stream_that_turns_private_keeps_only_those_who_may_stay(
    server: Server, rita: Person, carl: Person, name: str
) -> None:
    def close() -> None:
        with transaction.atomic():
            forbid(rita, name)
            bump([RenderedFrame(f"t:{name}", "rev"), card(name, 2)])

    await asyncio.gather(asyncio.to_thread(allow, rita, name), asyncio.to_thread(allow, carl, name))
    async with line(server, rita, s={f"t:{name}": 0}) as hers, line(server, carl, s={f"t:{name}": 0}) as his:
        await asyncio.gather(hers.hear_until("hi"), his.hear_until("hi"))
        await asyncio.to_thread(close)
        assert (await hers.hear())["t"] == "rev"
        assert (await his.hear())["n"] == 2


@played
async def test_whoever_joins_hears_more_without_asking(server: Server, rita: Person, name: str) -> None:
    def join() -> None:
        with transaction.atomic():
            allow(rita, f"{name}b")
            bump([RenderedFrame(f"u:{rita.pk}", "auth")])

    await asyncio.to_thread(allow, rita, f"{name}a")
    await tell(card(f"{name}a"), card(f"{name}b"))
    async with line(server, rita, s={"mine": 0}, at={f"t:{name}a": 0}) as hers:
        assert [frame.get("s") for frame in (await hers.hear_until("hi"))[:-1]] == [f"t:{name}a"]
        await asyncio.to_thread(join)
        assert (await hers.hear())["s"] == {f"t:{name}b": 1}
        await tell(card(f"{name}b", 2))
        assert (await hers.hear())["n"] == 2


@pytest.mark.parametrize("ending", ["logout", "disabled", "password"])
@played
async def test_a_session_that_ends_closes_its_sockets(server: Server, rita: Person, ending: str) -> None:
    client = await asyncio.to_thread(log_in, rita)

    def end() -> None:
        if ending == "logout":
            client.session.flush()
        elif ending == "disabled":
            Person.objects.filter(pk=rita.pk).update(is_active=False)
        else:
            rita.set_password("another-long-password")
            rita.save()
        say(RenderedFrame(f"u:{rita.pk}", "auth"))

    async with line(server, cookie_of(client), s={"all": None}) as hers:
        await hers.hear_until("hi")
        await asyncio.to_thread(end)
        assert await hers.closing() == 4401
    with pytest.raises(InvalidStatus):
        await handshake(server.port, cookie_of(client))


STRANGE_HANDSHAKES: list[tuple[str, Any]] = [
    ("origin", None),
    ("origin", "null"),
    ("origin", "http://evil.example"),
    ("origin", f"{settings.BASE_URL}0"),
    ("origin", settings.BASE_URL.replace("http:", "https:")),
    ("origin", settings.BASE_URL.replace("127.0.0.1", "127.0.0.1.evil.example")),
    ("subprotocols", None),
    ("subprotocols", ["live.v2"]),
    ("additional_headers", {}),
    ("additional_headers", {"Cookie": f"{settings.SESSION_COOKIE_NAME}=nothing"}),
]


@played
async def test_a_handshake_from_elsewhere_or_without_a_session_is_refused(server: Server, rita: Person) -> None:
    cookie = cookie_of(await asyncio.to_thread(log_in, rita))
    for changed, value in STRANGE_HANDSHAKES:
        with pytest.raises(InvalidStatus) as refused:
            await handshake(server.port, cookie, **{changed: value})
        assert refused.value.response.status_code == 403
    async with handshake(server.port, cookie) as socket:
        assert socket.subprotocol == "live.v1"


BAD_FRAMES: list[str | bytes] = [
    "not json",
    "[" * 3_000,
    json.dumps(["hello"]),
    json.dumps({"t": "sing"}),
    json.dumps({"t": "hello"}),
    json.dumps({"t": "sub", "s": {"all": "1"}}),
    json.dumps({"t": "sub", "s": {"all": -1}}),
    json.dumps({"t": "sub", "s": {"all": 2**70}}),
    json.dumps({"t": "sub", "s": {"a\x00b": 1}}),
    json.dumps({"t": "sub", "s": [1]}),
    json.dumps({"t": "unsub", "s": {}}),
    json.dumps({"t": "sub", "s": {f"p:{number}": 0 for number in range(101)}}),
    json.dumps({"t": "hb", "pad": "x" * 4_096}),
    b"\x00\x01",
]


@played
async def test_a_frame_that_is_no_live_v1_ends_the_socket(server: Server, rita: Person) -> None:
    cookie = cookie_of(await asyncio.to_thread(log_in, rita))
    for frame in BAD_FRAMES:
        async with line(server, cookie, s={"all": None}) as hers:
            await hers.hear_until("hi")
            await hers.socket.send(frame)
            assert (frame, await hers.closing()) == (frame, 4400)


@played
async def test_hello_comes_first_and_comes_soon(server: Server, rita: Person) -> None:
    async with line(server, rita) as silent, line(server, rita) as rude:
        await rude.say(t="sub", s={"all": 0})
        assert await rude.closing() == 4400
        assert await silent.closing() == 4400


@played
async def test_eleven_frames_in_a_second_are_too_many(server: Server, rita: Person) -> None:
    async with line(server, rita, s={"all": None}) as hers:
        await hers.hear_until("hi")
        for _ in range(11):
            await hers.say(t="hb")
        assert await hers.closing() == 4429


@played
async def test_unsub_ends_a_stream_and_sub_takes_it_up_again(server: Server, rita: Person, name: str) -> None:
    async def next_of(hers: Line) -> Any:
        return (await hers.hear()).get("n")

    await asyncio.to_thread(allow, rita, name)
    async with line(server, rita, s={f"t:{name}": 0}) as hers:
        await hers.hear_until("hi")
        await hers.say(t="unsub", s=[f"t:{name}"])
        await hers.say(t="sub", s={"all": None})
        await hers.hear_until("hi")
        await tell(card(name, 1))
        await tell(RenderedFrame(f"u:{rita.pk}", "put", "x"))
        assert (await hers.hear())["s"] == f"u:{rita.pk}"
        await hers.say(t="sub", s={f"t:{name}": 0})
        assert await next_of(hers) == 1


@played
async def test_a_server_that_is_told_to_stop_says_goodbye_first(server: Server, rita: Person) -> None:
    leaving = Server(redis_url=server.redis_url)
    leaving.start()
    await leaving.ready()
    async with line(leaving, rita, s={"all": None}) as hers:
        await hers.hear_until("hi")
        assert leaving.process is not None
        leaving.process.send_signal(signal.SIGTERM)
        assert await hers.hear() == {"t": "bye", "spread": 20}
        assert await hers.closing() == 1012
    await asyncio.to_thread(leaving.process.wait, 20)
