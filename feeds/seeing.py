"""Who must know, on a floor above or beside, that somebody has a post before his eyes."""

from __future__ import annotations

from collections.abc import Callable

from feeds.models import Post
from people.models import Person

Hook = Callable[[Person, Post], object]

_hooks: list[Hook] = []


def on_seen(hook: Hook) -> Hook:
    """Have `hook(person, post)` called whenever the person opens the post's page. From AppConfig.ready."""
    if hook not in _hooks:
        _hooks.append(hook)
    return hook


def tell(person: Person, post: Post) -> None:
    """Call every hook."""
    for hook in _hooks:
        hook(person, post)
