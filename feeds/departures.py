"""Who must be told, in the same transaction, when people lose sight of a community: one leaves, or it closes."""

from __future__ import annotations

from collections.abc import Callable

from feeds.models import Community
from people.models import Person

Hook = Callable[[Person, Community, Person | None], object]
ClosingHook = Callable[[Community, Person | None], object]

_hooks: list[Hook] = []
_closing_hooks: list[ClosingHook] = []


def on_departure(hook: Hook) -> Hook:
    """Have `hook(person, community, by)` called inside the action that ends the membership. From AppConfig.ready."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def tell(person: Person, community: Community, by: Person | None) -> None:
    """Call every hook. Only the actions of communities do this."""
    for hook in _hooks:
        hook(person, community, by)


def on_closing(hook: ClosingHook) -> ClosingHook:
    """Have `hook(community, by)` called inside the action that closes an open community. From AppConfig.ready."""
    if hook not in _closing_hooks:
        _closing_hooks.append(hook)
    return hook


def tell_closed(community: Community, by: Person | None) -> None:
    """Call every closing hook."""
    for hook in _closing_hooks:
        hook(community, by)
