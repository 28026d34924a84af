"""The streams: home, a community's, an author's, a tag's. Each a query, never a copy; each through visible_to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleLessThan
from django.utils import timezone
from django.utils.translation import gettext as _

from esn.lib.errors import Refused
from esn.lib.pages import Page, decode, encode, keyset
from feeds import cards, timeline_sql, warmth
from feeds.models import Community, CommunityKind, Membership, Post, PostKind, PostTag, TagFollow
from feeds.models.posts import PostQuerySet
from feeds.timeline_sql import Place
from people.models import Follow, Person

ORDERS = ("new", "hot")
HOTTEST = 200
LIMIT = 20


@dataclass(frozen=True)
class FeedItem:
    """A post of a stream; `score` is what the hot order went by."""

    post: Post
    score: float | None = None


def home(person: Person, *, cursor: str | None = None, order: str = "new", limit: int = LIMIT) -> Page[FeedItem]:
    """What the person follows: his communities, public posts of people and tags he follows, cards he follows.

    Raises Refused for an unknown order, or `bad_cursor`.
    """
    if order not in ORDERS:
        raise Refused(_("The order is new or hot."), "invalid", "order")
    return _hot(person, cursor, limit) if order == "hot" else _newest(person, cursor, limit)


def _newest(person: Person, cursor: str | None, limit: int) -> Page[FeedItem]:
    ids = timeline_sql.home(
        person.pk,
        guest=person.is_guest,
        before=_place(cursor),
        limit=limit + 1,
        cards=_followed_cards(person, _place(cursor), limit + 1),
    )
    posts = _in_order(ids[:limit])
    more = len(ids) > limit and bool(posts)
    return Page([FeedItem(post) for post in posts], encode("home", posts[-1].created, posts[-1].pk) if more else None)


def _place(cursor: str | None) -> Place:
    if not cursor:
        return Place()
    match decode(cursor):
        case ("home", dt.datetime() as created, int(pk)):
            return Place(created, pk)
        case _:
            raise _bad_cursor()


def _followed_cards(person: Person, before: Place, limit: int) -> timeline_sql.Embedded | None:
    """The statement of the followed cards that the person sees; none where no floor above has cards."""
    if not cards.kinds or person.is_guest:
        return None
    followed = Post.objects.visible_to(person).filter(cards.followed(person))
    if isinstance(before.created, dt.datetime):
        followed = followed.filter(TupleLessThan(Tuple(F("created"), F("id")), (before.created, before.id)))
    newest = followed.order_by("-created", "-id").values_list("id", "created")[:limit]
    try:
        return newest.query.sql_with_params()
    except EmptyResultSet:
        return None


def _in_order(ids: list[int]) -> list[Post]:
    posts = Post.objects.with_authors().in_bulk(ids)
    return [posts[pk] for pk in ids if pk in posts]


def _hot(person: Person, cursor: str | None, limit: int) -> Page[FeedItem]:
    ranked = _ranked(person)
    place = _hot_place(cursor)
    rest = [pair for pair in ranked if place is None or pair < place]
    page = rest[:limit]
    posts = Post.objects.with_authors().in_bulk([pk for _score, pk in page])
    items = [FeedItem(posts[pk], score) for score, pk in page if pk in posts]
    return Page(items, encode("hot", *page[-1]) if len(rest) > limit else None)


def _hot_place(cursor: str | None) -> tuple[float, int] | None:
    if not cursor:
        return None
    match decode(cursor):
        case ("hot", float(score), int(pk)):
            return (score, pk)
        case _:
            raise _bad_cursor()


def _ranked(person: Person) -> list[tuple[float, int]]:
    """The best 200 of the last 14 days as (score, id), the best first.

    A card adds at most ln 11, so besides the 200 warmest only cards less than that below them can come in.
    """
    moment = timezone.now()
    recent = Post.objects.filter(
        _sources(person), deleted_at=None, created__gte=moment - warmth.WINDOW, warmth__gte=warmth.floor(moment)
    )
    by_warmth = recent.order_by("-warmth", "-id").values_list("pk", "warmth", "card_kind", "card_id")
    found = list(by_warmth[:HOTTEST])
    if len(found) == HOTTEST:
        least = found[-1][1]
        nearly = by_warmth.filter(kind=PostKind.CARD, warmth__gte=least - warmth.MOST_FROM_A_CARD, warmth__lte=least)
        found = list({*found, *nearly[: HOTTEST * 10]})
    bonus = cards.warmth((kind, thing) for _pk, _warmth, kind, thing in found if kind and thing)
    scored = [(warm + bonus.get((kind, thing or 0), 0.0), pk) for pk, warm, kind, thing in found]
    return sorted(scored, reverse=True)[:HOTTEST]


def _sources(person: Person) -> Q:
    """The four arms as one condition; a guest has the first alone."""
    mine = Q(community__in=Membership.objects.filter(person=person).values("community_id"))
    if person.is_guest:
        return mine
    shut = Community.objects.exclude(kind=CommunityKind.OPEN).values("pk")
    people = Follow.objects.filter(follower=person).values("followee_id")
    tags = TagFollow.objects.filter(person=person).values("tag")
    tagged = PostTag.objects.filter(tag__in=tags, created__gte=timezone.now() - warmth.WINDOW).values("post_id")
    public = Q(is_public=True) & ~Q(community__in=shut) & (Q(author__in=people) | Q(pk__in=tagged))
    followed = Post.objects.visible_to(person).filter(cards.followed(person)).values("pk")
    return mine | public | Q(pk__in=followed)


def community(community: Community, person: Person, *, cursor: str | None = None, limit: int = LIMIT) -> Page[FeedItem]:
    """What was said there, newest first; nothing for one who may not read it."""
    readable = Community.objects.readable_by(person).filter(pk=community.pk)
    return _page(Post.objects.filter(community__in=readable, deleted_at=None), cursor, limit)


def by_author(
    author: Person, person: Person, *, cursor: str | None = None, limit: int = LIMIT, but: PostKind | None = None
) -> Page[FeedItem]:
    """What the author said, as far as the person may see it; `but` leaves a kind out."""
    posts = Post.objects.visible_to(person).filter(author=author)
    return _page(posts.exclude(kind=but) if but else posts, cursor, limit)


def tagged(tag: str, person: Person, *, cursor: str | None = None, limit: int = LIMIT) -> Page[FeedItem]:
    """What carries the tag, as far as the person may see it."""
    carrying = PostTag.objects.filter(tag=tag.lower()).values("post_id")
    return _page(Post.objects.visible_to(person).filter(pk__in=carrying), cursor, limit)


def bookmarked(person: Person, *, cursor: str | None = None, limit: int = LIMIT) -> Page[FeedItem]:
    """What the person keeps, as far as he still may see it."""
    return _page(Post.objects.visible_to(person).filter(bookmarks__person=person), cursor, limit)


def _page(posts: PostQuerySet, cursor: str | None, limit: int) -> Page[FeedItem]:
    page = keyset(posts.with_authors(), cursor=cursor, limit=limit)
    return Page([FeedItem(post) for post in page.items], page.next)


def _bad_cursor() -> Refused:
    return Refused(_("This place in the list is unknown. Start again from the top."), "bad_cursor", "cursor")
