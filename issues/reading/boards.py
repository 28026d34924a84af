"""The views of the board that people keep, and what of an address is kept in one."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from esn.ui import Link
from feeds.models import Membership
from issues.models import BoardView
from issues.reading.board import LANES
from issues.reading.lists import MOST_Q
from people.models import Person

KEPT = ("lane", "community", "customer", "owner", "reporter", "min_heat", "news", "q")


@dataclass(frozen=True)
class KeptView:
    """A view, and whether the reader may change it."""

    view: BoardView
    is_mine: bool
    may_change: bool


def kept(address: QueryDict | str) -> str:
    """The lanes and filters of an address, always in the same order; what the board does not know is left out."""
    query = QueryDict(address) if isinstance(address, str) else address
    said = {name: query.get(name, "").replace("\0", "").strip()[:MOST_Q] for name in KEPT}
    said["lane"] = said["lane"] if said["lane"] in LANES else ""
    return urlencode({name: value for name, value in said.items() if value})


def menu(person: Person, query: QueryDict) -> list[Link]:
    """The views that the reader may open; the one that is open is marked."""
    here = kept(query)
    return [
        Link(
            f"{view.name} · {view.community.name}" if view.community else view.name,
            view.get_absolute_url(),
            current="true" if view.query == here else "",
        )
        for view in _seen(person)
    ]


def views(person: Person) -> list[KeptView]:
    """The same with what the reader may do with each, in two queries."""
    moderated = _moderated(person)
    return [_kept(view, person, moderated) for view in _seen(person)]


def seen_by(view: BoardView, person: Person) -> KeptView:
    """One of them."""
    return _kept(view, person, _moderated(person))


def _moderated(person: Person) -> set[int]:
    return set(Membership.objects.moderators().filter(person=person).values_list("community_id", flat=True))


def _kept(view: BoardView, person: Person, moderated: set[int]) -> KeptView:
    is_mine = view.owner_id == person.pk
    return KeptView(view, is_mine, is_mine or view.community_id in moderated)


def _seen(person: Person) -> list[BoardView]:
    seen = BoardView.objects.visible_to(person).select_related("community", "owner")
    return sorted(seen, key=lambda view: (view.owner_id != person.pk, view.name.casefold(), view.pk))
