"""Who must be told, in the same transaction, when a person's membership of a community ends."""

from __future__ import annotations

from collections.abc import Callable

from feeds.models import Community
from people.models import Person

Hook = Callable[[Person, Community, Person | None], object]

_hooks: list[Hook] = []


def on_departure(hook: Hook) -> Hook:
    """Have `hook(person, community, by)` called inside the action that ends the membership. From AppConfig.ready."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def tell(person: Person, community: Community, by: Person | None) -> None:
    """Call every hook. Only the actions of communities do this."""
    for hook in _hooks:
        hook(person, community, by)
