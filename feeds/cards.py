"""Cards: how a higher floor shows its things in the feed, which never learns what they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from people.models import Person

Cards = Mapping[int, dict[str, Any]]
Ids = QuerySet[Any] | RawSQL


@dataclass(frozen=True)
class CardKind:
    """What a floor above plugs in.

    `participants(person)` gives the ids of the things that the person sees by having a part in them, whatever their
    community; `load(ids)` the template context of each thing, in a fixed number of queries, neutral to the viewer;
    `mine(loaded, person)` the `actions` of the viewer on those, laid over what the neutral card offers to anybody.
    `followed(person)` gives the ids of those whose card belongs in the person's home stream, as far as he sees them.
    `warmth(ids)` is what each adds to its post's score in the hot order, such as ln(1 + heat/10).
    `concerns(id)` are the people whom it concerns what is said of the thing.
    `beside(id)` are the live streams on which those hear of it who have a part in it and may not read its community.
    A `load`ed context with a `version` is drawn once per version and language and kept.
    """

    name: str
    template: str
    participants: Callable[[Person], Ids]
    load: Callable[[Iterable[int]], Cards]
    mine: Callable[[Cards, Person], Cards]
    followed: Callable[[Person], Ids]
    warmth: Callable[[Iterable[int]], Mapping[int, float]]
    concerns: Callable[[int], Iterable[int]]
    beside: Callable[[int], Iterable[str]]


kinds: dict[str, CardKind] = {}


def register(kind: CardKind) -> None:
    """Plug a kind of card in; called from an AppConfig.ready."""
    kinds[kind.name] = kind


def participants(person: Person) -> Q:
    """Posts whose card the person has a part in."""
    condition = Q(pk__in=[])
    for kind in kinds.values():
        condition |= Q(kind="card", card_kind=kind.name, card_id__in=kind.participants(person))
    return condition


def followed(person: Person) -> Q:
    """Posts whose card the person follows."""
    condition = Q(pk__in=[])
    for kind in kinds.values():
        condition |= Q(kind="card", card_kind=kind.name, card_id__in=kind.followed(person))
    return condition


def concerned(name: str, thing: int | None) -> set[int]:
    """Whom it concerns what is said of a card's thing; nobody where no kind of this name is known."""
    kind = kinds.get(name)
    return set(kind.concerns(thing)) if kind and thing else set()


def beside(name: str, thing: int | None) -> list[str]:
    """Where outsiders hear of a card's thing; nowhere where no kind of this name is known."""
    kind = kinds.get(name)
    return list(kind.beside(thing)) if kind and thing else []


def warmth(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], float]:
    """What each (kind, id) adds to the score of its post, at most ln 11."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for name, thing in things:
        by_kind[name].append(thing)
    return {
        (name, thing): bonus
        for name, ids in by_kind.items()
        if name in kinds
        for thing, bonus in kinds[name].warmth(ids).items()
    }
