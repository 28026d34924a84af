"""Who must be told, in the same transaction, when a person arrives: is created, or active again."""

from __future__ import annotations

from collections.abc import Callable

from people.models import Person

Hook = Callable[[Person], object]

_hooks: list[Hook] = []


def on_arrival(hook: Hook) -> Hook:
    """Have `hook(person)` called inside the action by which the person arrives. Called from AppConfig.ready."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def tell(person: Person) -> None:
    """Call every hook. Only the actions of people do this."""
    for hook in _hooks:
        hook(person)
