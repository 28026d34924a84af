"""Numbers without a hole, whoever writes with whom."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections, transaction
from pytest_django.fixtures import Settings

from esn.live import streams
from esn.live.frames import RenderedFrame
from esn.live.models import LiveEvent, Stream
from esn.live.publisher import bump


def frames(*keys: str) -> list[RenderedFrame]:
    return [RenderedFrame(key, "put", "x") for key in keys]


def test_a_frame_outside_a_transaction_is_refused(commits: None, name: str) -> None:
    with pytest.raises(RuntimeError):
        bump(frames(f"t:{name}"))
    assert not Stream.objects.filter(key=f"t:{name}").exists()


def test_what_is_rolled_back_leaves_neither_a_frame_nor_a_hole(commits: None, name: str) -> None:
    with transaction.atomic():
        bump(frames(f"t:{name}"))
        transaction.set_rollback(True)
    with transaction.atomic():
        bump(frames(f"t:{name}", f"t:{name}"))
    assert list(LiveEvent.objects.filter(stream__key=f"t:{name}").values_list("seq", flat=True)) == [1, 2]
    assert streams.heads([f"t:{name}", "t:unknown"]) == {f"t:{name}": 2, "t:unknown": 0}
    assert streams.gaps() == []


def test_an_op_that_does_not_exist_is_refused(commits: None, name: str) -> None:
    with pytest.raises(ValueError, match="sing"), transaction.atomic():
        bump([RenderedFrame(f"t:{name}", "sing", "x")])


def test_writers_of_the_same_new_streams_in_any_order_never_block_each_other(commits: None, name: str) -> None:
    keys = [f"t:{name}{letter}" for letter in "abcdef"]

    def write(number: int) -> None:
        dice = random.Random(number)
        try:
            for _ in range(20):
                with transaction.atomic():
                    bump(frames(*dice.sample(keys, 3)))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        for done in [pool.submit(write, number) for number in range(10)]:
            done.result()
    assert sum(streams.heads(keys).values()) == 10 * 20 * 3
    assert streams.gaps() == []


def test_a_redis_that_is_away_fails_no_write(commits: None, name: str, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/1"
    for _ in range(3):
        with transaction.atomic():
            bump(frames(f"t:{name}"))
    assert streams.heads([f"t:{name}"]) == {f"t:{name}": 3}
