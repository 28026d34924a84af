"""Writers that write like a busy company: they dwell, roll back, and die between commit and publish."""

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.db import connection, connections, transaction

from esn.live.frames import RenderedFrame
from esn.live.models import LiveEvent
from esn.live.publisher import bump
from people.models import Person
from tests.live.stage import forbid


class Rollback(Exception):
    """The writer changes its mind."""


@dataclass
class Play:
    """What the writers did."""

    names: list[str]
    seed: int
    ghosts: set[str] = field(default_factory=set)
    evictions: list[tuple[int, str]] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, *, writers: int, writes: int) -> None:
        """Let `writers` write `writes` times each, all at once."""
        with ThreadPoolExecutor(writers) as pool:
            for done in [pool.submit(self._write_all, number, writes) for number in range(writers)]:
                done.result()

    def _write_all(self, number: int, writes: int) -> None:
        dice = random.Random(self.seed * 1_000 + number)
        try:
            for turn in range(writes):
                fate = dice.choices(["commit", "rollback", "die"], [92, 5, 3])[0]
                chosen = dice.sample(self.names, dice.choices([1, 2], [4, 1])[0])
                self._write(f"w{number}-{turn}", chosen, fate, dwell=dice.random() * 0.03)
                time.sleep(dice.random() * 0.08)  # the pace of the writers: nothing waits for it
        finally:
            connections.close_all()

    def _write(self, text: str, chosen: list[str], fate: str, *, dwell: float) -> None:
        with self.lock:
            self.fates[fate] += 1
            if fate == "rollback":
                self.ghosts.add(text)
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_current_xact_id(), pg_sleep(%s)", [dwell])
                bump([RenderedFrame(f"t:{name}", "add", text, {"en": text}) for name in chosen])
                if fate == "rollback":
                    raise Rollback
                if fate == "die":
                    commit_and_die()
        except Rollback:
            pass
        except ConnectionError:
            connection.close()

    def evict(self, people: list[tuple[Person, str]]) -> None:
        """Take streams from people while others write, each in one transaction with its revocation."""
        dice = random.Random(self.seed)
        try:
            for person, name in people:
                time.sleep(dice.uniform(0.1, 0.4))  # so that the evictions fall between the writes
                with transaction.atomic():
                    forbid(person, name)
                    bump([RenderedFrame(f"t:{name}", "rev", reader=person.pk)])
                self.evictions.append((person.pk, name))
        finally:
            connections.close_all()

    def log(self) -> dict[str, list[tuple[int, str, str, int | None]]]:
        """What was committed: number, op, id and reader for each stream, in order."""
        rows = LiveEvent.objects.filter(stream__key__in=[f"t:{name}" for name in self.names]).order_by("stream", "seq")
        committed: dict[str, list[tuple[int, str, str, int | None]]] = {f"t:{name}": [] for name in self.names}
        for key, seq, op, dom_id, reader in rows.values_list("stream__key", "seq", "op", "dom_id", "reader"):
            committed[key].append((seq, op, dom_id, reader))
        return committed


def commit_and_die() -> None:
    """Commit as the database sees it, and lose the process before anything is published."""
    raw = connection.connection
    raw.commit()
    raw.close()
    raise ConnectionError("killed between commit and publish")
