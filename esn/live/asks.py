"""What a client says, read strictly: `live.v1` from the browser's side."""

import json
from dataclasses import dataclass, field
from typing import Any

from esn.live.streams import MOST_IN_A_SET, is_set

MOST_CHARACTERS = 4096
MOST_STREAMS = 100
LONGEST_KEY = 120
LARGEST = 2**63 - 1


class BadFrame(Exception):
    """The client said something that is not `live.v1`."""


@dataclass(frozen=True)
class Ask:
    """One frame of a client: hello, sub, unsub or hb."""

    kind: str
    cursors: dict[str, int | None] = field(default_factory=dict)
    sets: list[str] = field(default_factory=list)
    known: dict[str, int] | None = None
    names: list[str] = field(default_factory=list)


def read(text: str | None) -> Ask:
    """Understand a frame. Raises BadFrame."""
    if text is None or len(text) > MOST_CHARACTERS:
        raise BadFrame("a text frame of at most 4 KB is expected")
    try:
        body = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFrame("not JSON") from error
    if not isinstance(body, dict):
        raise BadFrame("not an object")
    kind = body.get("t")
    if kind in {"hello", "sub"}:
        return _subscription(kind, body)
    if kind == "unsub":
        return Ask("unsub", names=_names(body.get("s")))
    if kind == "hb":
        return Ask("hb")
    raise BadFrame("unknown kind of frame")


def _subscription(kind: str, body: dict[str, Any]) -> Ask:
    asked = _cursors(body.get("s", {}))
    known = body.get("at")
    return Ask(
        kind,
        cursors={key: at for key, at in asked.items() if not is_set(key)},
        sets=[key for key in asked if is_set(key)],
        known=None if known is None else {key: at or 0 for key, at in _cursors(known).items()},
    )


def _cursors(value: Any) -> dict[str, int | None]:
    if not isinstance(value, dict) or len(value) > MOST_IN_A_SET:
        raise BadFrame("streams are an object of cursors")
    if not all(_is_key(key) and (at is None or _is_number(at)) for key, at in value.items()):
        raise BadFrame("a cursor is a whole number")
    return value


def _names(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(key, str) and _is_key(key) for key in value):
        raise BadFrame("streams are a list of names")
    return value


def _is_key(key: str) -> bool:
    return 0 < len(key) <= LONGEST_KEY and key.isprintable()


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST
