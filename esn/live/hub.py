"""The hub of a process: hears every frame once, keeps its channels whole, and brings readers up to date."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Collection, Iterable, Mapping

from django.db import Error as DatabaseError

from esn.live import gate, log
from esn.live.channel import Channel, revoked, stale
from esn.live.connection import Connection
from esn.live.desk import Desk
from esn.live.frames import NumberedFrame, Op, websocket_message
from esn.live.log import Head

logger = logging.getLogger(__name__)

POLL = 1.0
MOST_REPLAYED = 200
SESSION_OVER = 4401


class Hub:
    """Lives on one event loop; the log and the gate each have a thread with a database connection of their own."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.connections: set[Connection] = set()
        self.log = Desk("log")
        self.gate = Desk("gate")
        self.nudge = asyncio.Event()
        self._behind: dict[str, int] = {}
        self._poll_at = 0.0
        self._reviews: set[asyncio.Task[None]] = set()

    def close(self) -> None:
        """Give the database connections back."""
        self.log.close()
        self.gate.close()

    def hear(self, frame: NumberedFrame) -> None:
        """Take a frame from Redis: pass the next of its stream on, else have the log asked for what is missing."""
        channel = self.channels.get(frame.stream)
        if channel is None or frame.seq <= channel.seq:
            return
        if frame.seq == channel.seq + 1:
            self._pass_on(channel, frame)
            return
        self._behind[frame.stream] = max(frame.seq, self._behind.get(frame.stream, 0))
        self.nudge.set()

    def back(self) -> None:
        """Redis is heard again: look at all heads now, since some frames may have been said in between."""
        self._poll_at = 0.0
        self.nudge.set()

    def _pass_on(self, channel: Channel, frame: NumberedFrame) -> None:
        self.doubt(channel.pass_on(frame))

    async def keep_whole(self) -> None:
        """For ever: repair gaps at once, and look every second for streams that went on unheard."""
        while True:
            await self._nudged()
            try:
                await self._catch_up(await self._targets())
            except DatabaseError:
                logger.exception("The log of the streams could not be read; trying again.")
                await asyncio.sleep(POLL)

    async def _nudged(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.nudge.wait(), max(0.01, self._poll_at - time.monotonic()))
        self.nudge.clear()

    async def _targets(self) -> dict[str, int]:
        """How far each channel that lags behind should come."""
        targets, self._behind = self._behind, {}
        if time.monotonic() < self._poll_at:
            return targets
        self._poll_at = time.monotonic() + POLL
        heads = await self.log.do(log.heads, list(self.channels))
        return {**targets, **{key: head.seq for key, head in heads.items()}}

    async def _catch_up(self, targets: Mapping[str, int]) -> None:
        while behind := self._lagging(targets):
            frames = await self.log.do(log.after, behind)
            for frame in frames:
                self._apply(frame)
            if not frames:
                for key in behind:
                    self.channels[key].leap(targets[key])

    def _lagging(self, targets: Mapping[str, int]) -> dict[str, int]:
        known = ((self.channels.get(key), seq) for key, seq in targets.items())
        return {channel.key: channel.seq for channel, seq in known if channel is not None and channel.seq < seq}

    def _apply(self, frame: NumberedFrame) -> None:
        """Take a frame from the log; where the log begins later than the channel ended, history has been forgotten."""
        channel = self.channels.get(frame.stream)
        if channel is None or frame.seq <= channel.seq:
            return
        if frame.seq > channel.seq + 1:
            channel.leap(frame.seq - 1)
        self._pass_on(channel, frame)

    def sockets_of(self, person_id: int) -> int:
        """How many sockets one person holds here."""
        return sum(connection.person_id == person_id for connection in self.connections)

    def leave(self, connection: Connection) -> None:
        """Forget a connection; leaving twice does no harm."""
        self.connections.discard(connection)
        for key in list(connection.streams):
            self.channels[key].detach(connection)

    async def subscribe(
        self, connection: Connection, *, cursors: Mapping[str, int | None], sets: Collection[str]
    ) -> None:
        """Let a connection hear streams by name, from their cursors on (None: from now), and the streams of sets.

        A stream of a set begins where the connection says it is known; one not among the known did not exist for
        the page. A connection that says nothing of the kind hears the sets from now on.
        """
        own = f"u:{connection.person_id}"
        async with connection.lock:
            connection.sets.update(sets)
            connection.named.update(cursors)
            standing = await self.gate.do(gate.standing, connection.person_id, [own, *cursors], sets)
            heads = standing.heads
            known = connection.known
            starts = {own: heads[own].seq if known is None else known.get(own, heads[own].seq)}
            members = standing.members() - {own}
            starts |= {key: heads[key].seq if known is None else known.get(key, 0) for key in members}
            starts |= {key: heads[key].seq if at is None else at for key, at in cursors.items() if key in heads}
            await self._replay_all(connection, heads, starts)
            self._welcome(connection, starts, refused=[key for key in cursors if key not in heads])

    def unsubscribe(self, connection: Connection, names: Iterable[str]) -> None:
        """Let a connection hear these streams no longer; its own stream stays, since it carries revocations."""
        for key in connection.streams.intersection(names) - {f"u:{connection.person_id}"}:
            self.channels[key].detach(connection)
        connection.sets.difference_update(names)
        connection.named.difference_update(names)

    def _welcome(self, connection: Connection, keys: Iterable[str], *, refused: list[str]) -> None:
        reached = {key: self.channels[key].seq for key in keys if key in connection.streams}
        connection.push(websocket_message({"t": "hi", "s": reached, "no": refused, "hb": 25}))

    async def _replay_all(self, connection: Connection, heads: Mapping[str, Head], starts: Mapping[str, int]) -> None:
        for key in starts:
            channel = self.channels.setdefault(key, Channel(key, seq=heads[key].seq))
            channel.used_at = time.monotonic()
        await self._catch_up({key: heads[key].seq for key in starts})
        for key, position in starts.items():
            if key not in connection.streams:
                await self._replay(connection, self.channels[key], position=position, head=heads[key])

    async def _replay(self, connection: Connection, channel: Channel, *, position: int, head: Head) -> None:
        """Send what came after `position`, then attach.

        A revocation above `head` ends it; one below has been seen at the gate.
        """
        if not max(head.floor, head.seq - MOST_REPLAYED) <= position <= head.seq:
            connection.push(stale(channel.key, head.seq))
            position = head.seq
        while position < channel.seq:
            frames = channel.recent(position)
            if frames is None:
                frames = await self.log.do(log.after, {channel.key: position})
            for frame in frames:
                # what the channel has not heard yet, it will hand on itself
                if frame.seq > channel.seq:
                    break
                position = frame.seq
                if not await self._replay_one(connection, channel, frame, head=head):
                    return
            if not frames:
                connection.push(stale(channel.key, channel.seq))
                position = channel.seq
        channel.attach(connection)

    async def _replay_one(self, connection: Connection, channel: Channel, frame: NumberedFrame, *, head: Head) -> bool:
        """Send one old frame; False when it takes the stream from this reader, for good or until the next check."""
        if frame.op == Op.REV and frame.seq > head.seq and frame.reader in {None, connection.person_id}:
            if frame.reader is None:
                connection.suspended[channel.key] = frame.seq
                self.doubt([connection])
            else:
                connection.push(revoked(channel.key, frame.seq))
            return False
        if frame.op in {Op.REV, Op.AUTH}:
            connection.passed_over[channel.key] = frame.seq
        else:
            await connection.deliver(frame.message(connection.language))
        return True

    def doubt(self, connections: Collection[Connection]) -> None:
        """Have these connections checked again: session, subscriptions, sets."""
        if connections:
            task = asyncio.ensure_future(self._check(list(connections)))
            self._reviews.add(task)
            task.add_done_callback(self._reviews.discard)

    async def _check(self, connections: list[Connection]) -> None:
        try:
            visitors = await self.gate.do(gate.admit, {connection.session_key for connection in connections})
            await asyncio.gather(*(self._review(connection, visitors) for connection in connections))
        except DatabaseError:
            logger.exception("The gate could not be asked; trying again.")
            await asyncio.sleep(POLL)
            self.doubt(connections)

    async def _review(self, connection: Connection, visitors: Mapping[str, gate.Visitor]) -> None:
        visitor = visitors.get(connection.session_key)
        if visitor is None or visitor.person_id != connection.person_id:
            connection.close(SESSION_OVER)
            return
        connection.language = visitor.language
        async with connection.lock:
            suspended = dict(connection.suspended)
            held = connection.streams.union(suspended)
            standing = await self.gate.do(gate.standing, connection.person_id, held, set(connection.sets))
            gained = standing.members() - held
            starts = {key: at for key, at in suspended.items() if key in standing.heads}
            starts |= {key: standing.heads[key].seq for key in gained}
            for key in suspended:
                connection.suspended.pop(key, None)
            for key in held.difference(standing.heads):
                self._take_away(connection, key)
            await self._replay_all(connection, standing.heads, starts)
            if gained:
                self._welcome(connection, gained, refused=[])

    def _take_away(self, connection: Connection, key: str) -> None:
        channel = self.channels[key]
        channel.detach(connection)
        connection.push(revoked(key, channel.seq))
