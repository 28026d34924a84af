"""What higher floors show on a profile: panels of their own, and evidence beside a skill."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from people.http import MemberRequest
from people.models import Person


@dataclass(frozen=True)
class Section:
    """A panel of a profile; `template` is drawn with `panel`, which holds `context`."""

    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """Why one believes that a person has a skill: `note` such as “last 3 March”, `figure` such as “14 bites”."""

    note: str
    figure: str


Panel = Callable[[MemberRequest, Person], Section | None]
Proof = Callable[[Person, Person], Mapping[int, Evidence]]

_panels: dict[str, Panel] = {}
_proofs: list[Proof] = []


def panel(name: str) -> Callable[[Panel], Panel]:
    """Register `panel(request, person)`, which shows the reader what he may see, or None. In order of names."""

    def register(function: Panel) -> Panel:
        _panels[name] = function
        return function

    return register


def proof(function: Proof) -> Proof:
    """Register `proof(viewer, person)`: evidence by the id of the skill, from what the viewer may see."""
    _proofs.append(function)
    return function


def panels(request: MemberRequest, person: Person) -> list[Section]:
    """Every panel that has something to show to this reader."""
    shown = (_panels[name](request, person) for name in sorted(_panels))
    return [section for section in shown if section is not None]


def evidence(viewer: Person, person: Person) -> dict[int, Evidence]:
    """The evidence of every skill that has some."""
    found: dict[int, Evidence] = {}
    for function in _proofs:
        found.update(function(viewer, person))
    return found
