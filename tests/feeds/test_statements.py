"""How many statements the pages of feeds take: the same at 10 rows and at 1,000."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from feeds import timeline
from feeds.actions import communities, posts
from feeds.cards import CardKind
from feeds.drawing import draw
from feeds.models import Comment, Community, Membership, Post
from people.actions.following import follow
from people.models import Person
from tests.cast import ClientOf
from tests.feeds.conftest import many_posts
from tests.world import World

MOST_FOR_A_STREAM = 8


def statements(ask: Callable[[], object]) -> int:
    """How many statements it takes with nothing in the cache."""
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


def busy(world: World, count: int) -> None:
    """Posts of every kind, with everything that hangs on them."""
    made = many_posts(count, by=world.maya, community=world.sales)
    newest = made[-10:]
    for post in newest:
        posts.react(post, by=world.rita, emoji="like")
        posts.comment(post, by=world.carl, body="Yes")
    posts.bookmark(newest[0], by=world.rita)
    asked = posts.publish(by=world.rita, community=world.sales, body="Why? #why", kind="question")
    answer = posts.comment(asked, by=world.carl, body="Because")
    posts.comment(asked, by=world.rita, body="Ah", reply_to=answer)
    posts.mark_best(answer, by=world.rita)
    posts.publish(by=world.rita, community=world.company, body="Well done @carl", kind="praise")
    posts.publish_card(by=world.maya, community=world.sales, kind="echo", object_id=made[0].pk)
    follow(world.ines, by=world.rita)
    posts.follow_tag("why", by=world.rita)


@pytest.mark.parametrize(("order", "count"), [("new", 10), ("hot", timeline.HOTTEST)])
def test_twenty_cards_take_eight_statements_at_the_most_whatever_the_data(
    world: World, echo: CardKind, rf: RequestFactory, order: str, count: int
) -> None:
    def show() -> None:
        page = timeline.home(world.rita, order=order)
        draw([item.post for item in page.items], world.rita, rf.get("/"))

    busy(world, count)
    few = statements(show)
    busy_more(world, 1000)
    many = statements(show)
    assert few == many
    assert many <= MOST_FOR_A_STREAM


def busy_more(world: World, count: int) -> None:
    """Much more of it."""
    made = many_posts(count, by=world.maya, community=world.sales)
    Comment.objects.bulk_create(
        Comment(post=post, author=world.carl, body="x", body_html="<p>x</p>") for post in made[-100:] for _ in range(3)
    )
    Post.objects.filter(pk__in=[post.pk for post in made[-100:]]).update(comment_count=3)


def test_every_page_takes_as_many_statements_with_a_thousand_rows_as_with_ten(
    world: World, echo: CardKind, client_of: ClientOf
) -> None:
    busy(world, 10)
    client = client_of(world.maya)
    post = Post.objects.filter(kind="question").get()
    pages = [
        "/",
        "/?tag=why",
        "/c/",
        "/c/sales/",
        "/c/sales/members/",
        f"/posts/{post.pk}/",
        "/bookmarks/",
    ]
    few = {url: statements(partial(client.get, url)) for url in pages}
    busy_more(world, 1000)
    crowd(world, 1000)
    thread(post, world, 1000)
    many = {url: statements(partial(client.get, url)) for url in pages}
    assert many == few


def crowd(world: World, count: int) -> None:
    """Members and communities by the hundred."""
    people = Person.objects.bulk_create(
        Person(handle=f"p{number}", name=f"Person {number}", password="") for number in range(count)
    )
    Membership.objects.bulk_create(Membership(community=world.sales, person=person) for person in people)
    Community.objects.bulk_create(Community(slug=f"c{number}", name=f"C {number}") for number in range(count // 4))
    for number in range(5):
        made = communities.create_community(by=world.ines, name=f"Asks {number}", kind="closed")
        communities.invite(made, by=world.ines, person=world.maya)


def thread(post: Post, world: World, count: int) -> None:
    """A long discussion, with replies."""
    said = Comment.objects.bulk_create(
        Comment(post=post, author=world.carl, body="x", body_html="<p>x</p>") for _ in range(count)
    )
    Comment.objects.bulk_create(
        Comment(post=post, author=world.rita, body="y", body_html="<p>y</p>", reply_to=comment)
        for comment in said[-50:]
    )
