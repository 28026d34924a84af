"""The home stream equals what a naive reading of the rules gives, page by page, private communities included."""

from __future__ import annotations

import datetime as dt
import math
import random

import pytest
from django.utils import timezone

from esn.lib.errors import Refused
from feeds import timeline, timeline_sql
from feeds.actions import communities, posts
from feeds.cards import CardKind
from feeds.models import Bookmark, Comment, Community, Membership, Post, PostTag, Reaction, TagFollow
from people.actions.following import follow
from people.models import Follow, Person
from tests.feeds.conftest import BONUS, many_posts
from tests.world import World


def everything_by_the_rules(person: Person) -> list[Post]:
    """Every post of the person's home, newest first, by the words of the product alone."""
    mine = set(Membership.objects.filter(person=person).values_list("community_id", flat=True))
    followed = set(Follow.objects.filter(follower=person).values_list("followee_id", flat=True))
    tags = set(TagFollow.objects.filter(person=person).values_list("tag", flat=True))
    kept = set(Bookmark.objects.filter(person=person).values_list("post_id", flat=True))
    authored = set(Post.objects.filter(author=person).values_list("pk", flat=True))

    def belongs(post: Post) -> bool:
        if post.deleted_at is not None:
            return False
        if post.community_id in mine:
            return True
        if person.is_guest:
            return False
        is_open = post.community.kind == "open"
        if is_open and (post.author_id in followed or tags.intersection(post.tags)):
            return True
        return post.card_id in kept and (is_open or post.card_id in authored)

    found = [post for post in Post.objects.select_related("community") if belongs(post)]
    return sorted(found, key=lambda post: (post.created, post.pk), reverse=True)


def read_to_the_end(person: Person, *, order: str = "new", limit: int = 20) -> list[int]:
    """The ids of every page, one after the other."""
    found: list[int] = []
    cursor = None
    while True:
        page = timeline.home(person, cursor=cursor, order=order, limit=limit)
        found += [item.post.pk for item in page.items]
        if page.next is None:
            return found
        cursor = page.next


def random_company(world: World, *, seed: int, count: int) -> None:
    """Posts everywhere by everybody, some with tags, some deleted, some cards, some at the same moment."""
    draw = random.Random(seed)
    people = [world.rita, world.carl, world.maya, world.ines, world.ada, world.gus]
    elsewhere = communities.create_community(by=world.ines, name="Elsewhere")
    shut = communities.create_community(by=world.ines, name="Shut", kind="closed")
    places = [world.company, world.sales, world.lab, world.board_room, elsewhere, shut]
    now = timezone.now()
    made = Post.objects.bulk_create(
        Post(
            author=draw.choice(people),
            community=place,
            created=now - dt.timedelta(minutes=draw.randrange(count)),
            body="x",
            body_html="x",
            is_public=place.is_open or place == shut,
            tags=draw.sample(["invoicing", "feast", "café"], draw.choice([0, 0, 0, 1, 2])),
            deleted_at=now if draw.random() < 0.05 else None,
        )
        for place in draw.choices(places, [1, 1, 3, 3, 8, 4], k=count)
    )
    for post in made:
        posts._tag(post)
    for post in draw.sample(made, 40):
        place = draw.choice(places)
        posts.publish_card(by=post.author, community=place, kind="echo", object_id=post.pk)
    for person in people:
        Bookmark.objects.bulk_create(Bookmark(post=post, person=person) for post in draw.sample(made, count // 4))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_page_of_home_is_what_the_rules_say(world: World, echo: CardKind, seed: int) -> None:
    random_company(world, seed=seed, count=400)
    follow(world.ines, by=world.rita)
    follow(world.maya, by=world.rita)
    Follow.objects.create(follower=world.gus, followee=world.rita)
    for person, tag in [(world.rita, "feast"), (world.carl, "invoicing"), (world.carl, "café"), (world.gus, "feast")]:
        posts.follow_tag(tag, by=person)
    for person in (world.rita, world.carl, world.maya, world.ines, world.gus, world.ada):
        expected = [post.pk for post in everything_by_the_rules(person)]
        assert read_to_the_end(person, limit=7) == expected, person


def test_whoever_follows_little_finds_it_behind_thousands_of_other_posts(world: World) -> None:
    elsewhere = communities.create_community(by=world.maya, name="Elsewhere")
    quiet = communities.create_community(by=world.ines, name="Quiet")
    long_ago = timezone.now() - dt.timedelta(days=30)
    old = many_posts(5, by=world.ines, community=quiet, start=long_ago)
    many_posts(timeline_sql.SCAN + 300, by=world.maya, community=elsewhere)
    follow(world.ines, by=world.carl)
    page = timeline.home(world.carl)
    assert [item.post.pk for item in page.items] == [post.pk for post in reversed(old)]


def test_a_card_followed_in_two_ways_appears_once(world: World, echo: CardKind) -> None:
    thing = posts.publish(by=world.maya, community=world.sales, body="The thing")
    card = posts.publish_card(by=world.maya, community=world.company, kind="echo", object_id=thing.pk)
    posts.bookmark(thing, by=world.rita)
    follow(world.maya, by=world.rita)
    assert read_to_the_end(world.rita).count(card.pk) == 1


def test_a_community_that_closed_is_out_of_home_before_its_posts_know(world: World) -> None:
    open_place = communities.create_community(by=world.ines, name="Elsewhere")
    post = posts.publish(by=world.ines, community=open_place, body="Seen for now #feast")
    follow(world.ines, by=world.carl)
    posts.follow_tag("feast", by=world.carl)
    assert post.pk in read_to_the_end(world.carl)
    Community.objects.filter(pk=open_place.pk).update(kind="closed")
    assert Post.objects.get(pk=post.pk).is_public
    assert PostTag.objects.get(post=post).is_public
    assert post.pk not in read_to_the_end(world.carl)
    assert post.pk not in read_to_the_end(world.carl, order="hot")


def hottest_by_the_rules(person: Person) -> list[int]:
    """The hot order, by its formula: half of every point each 24 hours, a card adds its bonus to the logarithm."""
    now = timezone.now()

    def points(moment: dt.datetime, weight: float) -> float:
        return float(weight * 0.5 ** ((now - moment) / dt.timedelta(hours=24)))

    def score(post: Post) -> float:
        total = points(post.created, 1)
        total += sum(points(one.created, 1) for one in Reaction.objects.filter(post=post, comment=None))
        total += sum(points(one.created, 2) for one in Comment.objects.filter(post=post, deleted_at=None))
        return float(math.log(total)) + (BONUS if post.card_id else 0)

    recent = [post for post in everything_by_the_rules(person) if post.created > now - dt.timedelta(days=14)]
    return [post.pk for post in sorted(recent, key=lambda post: (score(post), post.pk), reverse=True)][:200]


def test_hot_is_ordered_by_its_formula(world: World, echo: CardKind) -> None:
    made = many_posts(40, by=world.maya, community=world.sales)
    many_posts(3, by=world.maya, community=world.sales, start=timezone.now() - dt.timedelta(days=15))
    draw = random.Random(7)
    for post in draw.sample(made, 15):
        posts.react(post, by=world.rita, emoji="like")
        if draw.random() < 0.5:
            posts.comment(post, by=world.carl, body="Yes")
    for post in draw.sample(made, 6):
        posts.publish_card(by=world.maya, community=world.sales, kind="echo", object_id=post.pk)
    assert read_to_the_end(world.rita, order="hot", limit=9) == hottest_by_the_rules(world.rita)


def test_hot_ends_after_two_hundred_and_a_card_can_come_up_from_below(world: World, echo: CardKind) -> None:
    made = many_posts(230, by=world.maya, community=world.sales)
    card = posts.publish_card(
        by=world.maya, community=world.sales, kind="echo", object_id=made[0].pk, at=made[0].created
    )
    ids = read_to_the_end(world.rita, order="hot")
    assert len(ids) == timeline.HOTTEST
    assert ids[0] == card.pk
    assert ids == hottest_by_the_rules(world.rita)


def test_taking_a_reaction_back_takes_its_warmth_back(world: World) -> None:
    post = posts.publish(by=world.rita, community=world.sales, body="Warm?")
    before = Post.objects.get(pk=post.pk).warmth
    posts.react(post, by=world.carl, emoji="like")
    assert Post.objects.get(pk=post.pk).warmth > before
    posts.unreact(post, by=world.carl, emoji="like")
    assert Post.objects.get(pk=post.pk).warmth == pytest.approx(before)


def test_an_altered_cursor_and_an_unknown_order_are_refused(rita: Person) -> None:
    with pytest.raises(Refused):
        timeline.home(rita, cursor="nonsense")
    with pytest.raises(Refused):
        timeline.home(rita, order="best")
