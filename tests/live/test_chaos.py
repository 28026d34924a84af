"""Servers and Redis are killed and paused while many write: nothing is lost, doubled, reordered or leaked."""

import asyncio
import random
import signal
import tempfile
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections, transaction
from pytest_django.fixtures import Settings

from esn.live import streams
from esn.live.frames import RenderedFrame
from esn.live.models import Stream
from esn.live.publisher import bump
from esn.live.publisher import line as way
from people.models import Person
from tests.live.play import Play
from tests.live.stage import OwnRedis, Reader, Server, allow, line, played

SEED = 7


@pytest.fixture
def own_redis(settings: Settings) -> Iterator[OwnRedis]:
    """A Redis for this test alone, to which this process publishes."""
    with tempfile.TemporaryDirectory(prefix="potluck-live-") as home:
        redis = OwnRedis(home)
        redis.start()
        settings.REDIS_URL = f"{redis.url}?db=1"
        yield redis
        redis.stop()


@pytest.fixture
def alone(commits: None, own_redis: OwnRedis) -> Iterator[Server]:
    """One serving process on the Redis of this test."""
    server = Server(redis_url=own_redis.url)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def pair(commits: None, own_redis: OwnRedis) -> Iterator[list[Server]]:
    """Two serving processes on the Redis of this test."""
    servers = [Server(redis_url=own_redis.url) for _ in range(2)]
    for server in servers:
        server.start()
    yield servers
    for server in servers:
        server.kill()


async def disasters(servers: list[Server], redis: OwnRedis, *, seed: int) -> None:
    """Kill and pause what can be killed and paused, in the order that the seed draws."""
    dice = random.Random(seed)
    for what in dice.sample(["redis", "redis", "server", "server", "pause"], 5):
        await asyncio.sleep(dice.uniform(0.3, 0.8))
        if what == "redis":
            redis.signal(signal.SIGKILL)
            await asyncio.sleep(dice.uniform(0.05, 0.6))
            await asyncio.to_thread(redis.start)
        elif what == "pause":
            redis.signal(signal.SIGSTOP)
            await asyncio.sleep(dice.uniform(0.2, 0.8))
            redis.signal(signal.SIGCONT)
        else:
            fallen = dice.choice(servers)
            fallen.kill()
            fallen.start()
            await fallen.ready()


@played
async def test_kills_and_pauses_lose_double_reorder_and_leak_nothing(
    pair: list[Server], own_redis: OwnRedis, someone: Callable[..., Person], name: str
) -> None:
    names = [f"{name}{letter}" for letter in "abcde"]
    people = [await asyncio.to_thread(someone) for _ in range(8)]
    for person in people:
        await asyncio.to_thread(allow, person, *names)
    play = Play(names, SEED)
    readers = [await asyncio.to_thread(Reader, person, pair, names, seed=SEED + person.pk) for person in people]
    await asyncio.gather(*(server.ready() for server in pair))
    for reader in readers:
        reader.start()
    evicted = [(person, names[number % 4]) for number, person in enumerate(people[:5])] + [(people[0], names[2])]
    await asyncio.gather(
        asyncio.to_thread(play.run, writers=20, writes=30),
        asyncio.to_thread(play.evict, evicted),
        disasters(pair, own_redis, seed=SEED),
    )
    committed = await asyncio.to_thread(play.log)
    heads = {key: rows[-1][0] for key, rows in committed.items()}
    await asyncio.gather(*(reader.reaches(heads) for reader in readers))
    await asyncio.gather(*(reader.stop() for reader in readers))

    assert not await asyncio.to_thread(streams.gaps)
    assert not play.ghosts.intersection(dom_id for rows in committed.values() for _, _, dom_id, _ in rows)
    assert min(play.fates[fate] for fate in ("commit", "rollback", "die")) > 0
    for reader in readers:
        assert reader.troubles == []
        lost = {name for person_id, name in play.evictions if person_id == reader.person.pk}
        assert set(reader.revoked) == {f"t:{name}" for name in lost}
        for key, rows in committed.items():
            mine = next((seq for seq, op, _, who in rows if op == "rev" and who == reader.person.pk), None)
            wanted = [(seq, dom_id) for seq, op, dom_id, _ in rows if op == "add" and (mine is None or seq < mine)]
            got = [(seq, dom_id) for stream, seq, dom_id in reader.seen if stream == key]
            assert got == wanted if mine is None else got == wanted[: len(got)]


@played
async def test_a_transaction_that_began_first_and_ends_last_is_not_skipped(
    server: Server, rita: Person, name: str
) -> None:
    """The numbers of a sequence are drawn before the commit, so a cursor on them runs past the slower transaction."""
    began, may_end = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id(), nextval('live_stream_id_seq')")
            loop.call_soon_threadsafe(began.set)
            asyncio.run_coroutine_threadsafe(may_end.wait(), loop).result()
            bump([RenderedFrame(f"t:{name}", "add", "slow")])
        connections.close_all()

    def quick() -> None:
        with transaction.atomic():
            bump([RenderedFrame(f"t:{name}", "add", "quick")])

    await asyncio.to_thread(allow, rita, name)
    async with line(server, rita, s={f"t:{name}": 0}) as hers:
        await hers.hear_until("hi")
        slowly = asyncio.create_task(asyncio.to_thread(slow))
        await began.wait()
        await asyncio.to_thread(quick)
        assert (await hers.hear())["id"] == "quick"
        may_end.set()
        await slowly
        assert (await hers.hear())["id"] == "slow"


@played
async def test_without_redis_every_write_succeeds_and_still_arrives(
    alone: Server, own_redis: OwnRedis, rita: Person, name: str, settings: Settings
) -> None:
    def write(number: int) -> None:
        with transaction.atomic():
            bump([RenderedFrame(f"t:{name}", "add", f"n{number}")])

    await asyncio.gather(asyncio.to_thread(allow, rita, name), alone.ready())
    async with line(alone, rita, s={f"t:{name}": 0}) as hers:
        await hers.hear_until("hi")
        own_redis.signal(signal.SIGSTOP)
        await asyncio.to_thread(write, 1)
        assert (await hers.hear())["id"] == "n1"
        own_redis.signal(signal.SIGKILL)
        for number in range(2, 5):
            await asyncio.to_thread(write, number)
        assert [(await hers.hear())["id"] for _ in range(3)] == ["n2", "n3", "n4"]
        assert not way(settings.REDIS_URL).publish(["rests"])
        await asyncio.to_thread(own_redis.start)
        await asyncio.to_thread(write, 5)
        assert (await hers.hear())["id"] == "n5"
        while not await asyncio.to_thread(way(settings.REDIS_URL).publish, ["once more"]):
            await asyncio.sleep(0.05)
    stream = await asyncio.to_thread(Stream.objects.get, key=f"t:{name}")
    assert stream.seq == 5
