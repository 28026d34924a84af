"""What floors above add to the menu of a post or comment, such as making a potato of it."""

from __future__ import annotations

from collections.abc import Callable

from esn.ui import Action
from feeds.models import Comment, Post
from people.models import Person

Offer = Callable[[Post | Comment, Person], list[Action]]

_offers: list[Offer] = []


def offer(function: Offer) -> Offer:
    """Have `function(thing, person)` asked for entries of the menu. Called from AppConfig.ready."""
    if function not in _offers:
        _offers.append(function)
    return function


def offered(thing: Post | Comment, person: Person) -> list[Action]:
    """What the floors above offer this reader."""
    return [action for function in _offers for action in function(thing, person)]
