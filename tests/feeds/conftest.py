"""What the tests of feeds share: a kind of card, and posts by the hundred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from feeds import cards, warmth
from feeds.cards import CardKind, Cards
from feeds.models import Bookmark, Community, Post
from people.models import Person

BONUS = 1.5


def _part_in(person: Person) -> QuerySet[Any]:
    return Post.objects.filter(author=person).values("pk")


def _followed(person: Person) -> QuerySet[Any]:
    return Bookmark.objects.filter(person=person).values("post_id")


def _load(ids: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    return {post.pk: {"message": f"echo of {post.pk}", "version": 1} for post in Post.objects.filter(pk__in=list(ids))}


def _mine(_loaded: Cards, _person: Person) -> Mapping[int, dict[str, Any]]:
    return {}


def _warmth(ids: Iterable[int]) -> Mapping[int, float]:
    return dict.fromkeys(ids, BONUS)


def _concerns(_thing: int) -> Iterable[int]:
    return ()


def _beside(_thing: int) -> Iterable[str]:
    return ()


@pytest.fixture
def echo() -> Iterator[CardKind]:
    """A kind of card about another post: followed by whoever keeps that post, its author has a part in it."""
    kind = CardKind("echo", "_refusal.html", _part_in, _load, _mine, _followed, _warmth, _concerns, _beside)
    cards.register(kind)
    yield kind
    del cards.kinds["echo"]


def many_posts(count: int, *, by: Person, community: Community, start: dt.datetime | None = None) -> list[Post]:
    """Posts a minute apart, the newest last, as an import would have brought them."""
    first = (start or timezone.now()) - dt.timedelta(minutes=count)
    moments = [first + dt.timedelta(minutes=number) for number in range(count)]
    return Post.objects.bulk_create(
        Post(
            author=by,
            community=community,
            created=moment,
            body=f"Post {number}",
            body_html=f"<p>Post {number}</p>",
            is_public=community.is_open,
            warmth=warmth.term(moment),
        )
        for number, moment in enumerate(moments)
    )
