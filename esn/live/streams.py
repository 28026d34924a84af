"""Which streams there are, who may read them, and where they stand; domain apps plug in from `AppConfig.ready`."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from esn.live.models import Stream

Readers = Callable[[int, list[str]], set[str]]
Members = Callable[[int], list[str]]

MOST_IN_A_SET = 500


@dataclass(frozen=True)
class Plugs:
    """What the domain apps have plugged in."""

    readers: dict[str, Readers] = field(default_factory=dict)
    sets: dict[str, Members] = field(default_factory=dict)
    more: dict[str, list[Members]] = field(default_factory=dict)


plugs = Plugs()


def register(prefix: str, readers: Readers) -> None:
    """Streams `prefix:NAME` exist; `readers(person_id, names)` says in one query which names this person may read."""
    plugs.readers[prefix.rstrip(":")] = readers


def register_set(name: str, members: Members) -> None:
    """`name` stands for the streams that `members(person_id)` lists, the most important first."""
    plugs.sets[name] = members


def extend_set(name: str, members: Members) -> None:
    """The set `name`, whoever registers it, holds the streams that `members(person_id)` lists too, after its own."""
    plugs.more.setdefault(name, []).append(members)


def is_set(name: str) -> bool:
    """Whether `name` stands for a set of streams."""
    return name in plugs.sets


def readable(person_id: int, keys: Iterable[str]) -> set[str]:
    """The keys among `keys` whose streams this person may read; one query for each kind of stream."""
    names: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        prefix, _, name = key.partition(":")
        names[prefix].append(name)
    return {
        f"{prefix}:{name}" if name else prefix
        for prefix, asked in names.items()
        for name in _readers(prefix)(person_id, asked)
    }


def _readers(prefix: str) -> Readers:
    return plugs.readers.get(prefix, lambda person_id, names: set())


def members(name: str, person_id: int) -> list[str]:
    """The streams of a set, 500 at the most; none for a set that nobody registered."""
    if not is_set(name):
        return []
    listed = [key for lists in (plugs.sets[name], *plugs.more.get(name, [])) for key in lists(person_id)]
    return list(dict.fromkeys(listed))[:MOST_IN_A_SET]


def heads(keys: Iterable[str]) -> dict[str, int]:
    """The newest number of each stream, 0 for one that has none yet; a page reads it BEFORE its rows."""
    known = dict(Stream.objects.filter(key__in=set(keys)).values_list("key", "seq"))
    return {key: known.get(key, 0) for key in keys}


@dataclass(frozen=True)
class Region:
    """What a page tells its region: the streams or sets it shows, and where they stood before its rows were read."""

    names: list[str]
    cursors: dict[str, int]


def region(person_id: int, *names: str) -> Region:
    """The region of these streams and sets, for `{% live_region %}`; call it BEFORE the rows are read."""
    keys = [key for name in names for key in (members(name, person_id) if is_set(name) else [name])]
    return Region(names=list(names), cursors=heads(keys))


def gaps() -> list[str]:
    """The streams whose events above the floor have a hole; always empty, or the log is broken."""
    return [stream.key for stream in Stream.objects.raw(GAPS)]


GAPS = """
SELECT s.id, s.key FROM live_stream s
WHERE s.seq - s.floor <> (
    SELECT count(*) FROM live_event e WHERE e.stream_id = s.id AND e.seq > s.floor AND e.seq <= s.seq
)
ORDER BY s.id
"""

register("u", lambda person_id, names: {str(person_id)}.intersection(names))
register("all", lambda person_id, names: {""}.intersection(names))
