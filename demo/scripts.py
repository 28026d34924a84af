"""Reading the scripts: scenes with a title, a head, a text, and beats that say when who did what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "plays"
_BEAT = re.compile(r"(?P<at>d\d+ \d\d:\d\d|-\d+m) (?P<who>\S+) (?P<verb>\S+)(?: (?P<rest>.+))?")


@dataclass(frozen=True)
class Beat:
    """At that moment these people (their handles) did something; `rest` is what the verb needs."""

    at: str
    who: tuple[str, ...]
    verb: str
    rest: str


@dataclass(frozen=True)
class Scene:
    """What a `==` line and the lines under it say."""

    title: str
    head: Mapping[str, str]
    text: str
    beats: tuple[Beat, ...]


def read(name: str) -> list[Scene]:
    """The scenes of a script. Raises ValueError with the line that cannot be read."""
    told = (FOLDER / name).read_text(encoding="utf-8")
    blocks = re.split(r"^== ", told, flags=re.MULTILINE)[1:]
    return [_scene(block.strip().splitlines()) for block in blocks]


def _scene(lines: list[str]) -> Scene:
    text = "\n".join(line[2:] for line in lines[2:] if line.startswith(">"))
    beats = tuple(_beat(line) for line in lines[2:] if line and not line.startswith(">"))
    return Scene(lines[0].strip(), _head(lines[1]), text, beats)


def _head(line: str) -> Mapping[str, str]:
    pairs = (part.strip().partition(" ") for part in line.split(";"))
    return {key: value for key, _space, value in pairs}


def _beat(line: str) -> Beat:
    found = _BEAT.fullmatch(line.strip())
    if found is None:
        raise ValueError(f"this is no beat: {line}")
    return Beat(found["at"], tuple(found["who"].split(",")), found["verb"], found["rest"] or "")
