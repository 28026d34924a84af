"""What is drawn alike for everybody is drawn once and kept in the cache under what it depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.cache import cache
from django.utils import timezone, translation
from django.utils.safestring import SafeString

SECONDS = 600


def key(name: str, *facts: Any) -> str:
    """A key for something named `name`, drawn from `facts` in the language and zone of now."""
    said = json.dumps([*facts, translation.get_language(), timezone.get_current_timezone_name()], default=str)
    return f"{name}:{hashlib.sha256(said.encode()).hexdigest()[:24]}"


def kept(keys: Mapping[int, str], draw: Callable[[list[int]], Mapping[int, str]]) -> dict[int, SafeString]:
    """The HTML of each id: from the cache, or drawn by `draw(ids)` and put there for ten minutes.

    One question to the cache however many there are; an id with an empty key is drawn each time.
    """
    known: dict[str, str] = cache.get_many([name for name in keys.values() if name])
    drawn = draw([pk for pk, name in keys.items() if name not in known])
    fresh = {keys[pk]: str(html) for pk, html in drawn.items() if keys[pk]}
    if fresh:
        cache.set_many(fresh, SECONDS)
    return {pk: SafeString(drawn[pk] if pk in drawn else known[name]) for pk, name in keys.items()}
