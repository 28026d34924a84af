"""Who must be told, in the same transaction, when a person leaves: is deactivated, goes absent, or changes role.

The person's row already says what they now are (`is_active`, `role`, an absence that covers this moment); a hook looks
at that and moves what the person may no longer hold.
"""

from __future__ import annotations

from collections.abc import Callable

from people.models import Person

Hook = Callable[[Person, Person | None], object]

_hooks: list[Hook] = []


def on_leave(hook: Hook) -> Hook:
    """Have `hook(person, by)` called inside the action by which the person leaves. Called from AppConfig.ready."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def tell(person: Person, by: Person | None) -> None:
    """Call every hook. Only the actions of people do this."""
    for hook in _hooks:
        hook(person, by)


def forget(hook: Hook) -> None:
    """Call `hook` no more."""
    _hooks.remove(hook)
