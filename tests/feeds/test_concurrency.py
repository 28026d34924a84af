"""Many at once on real commits: counters equal counts, and what is once stays once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from esn.lib.errors import Refusal
from feeds.actions import communities, posts
from feeds.actions.company import ensure_company
from feeds.models import Community, Membership, Post, PostEdit, Reaction
from tests.world import World, make_company

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def committed(transactional_db: None) -> World:
    return make_company()


def at_once(works: Sequence[Callable[[], object]]) -> list[Refusal | None]:
    """Run them all at the same moment, each with a connection of its own; what each was refused with, if it was."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> Refusal | None:
        try:
            start.wait(10)
            work()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def test_reactions_and_comments_at_once_are_all_counted(committed: World) -> None:
    post = posts.publish(by=committed.rita, community=committed.sales, body="Go")
    people = [committed.rita, committed.carl, committed.maya, committed.ines]
    works: list[Callable[[], object]] = []
    for person in people:
        works += [partial(posts.react, post, by=person, emoji="like")] * 2
        works += [partial(posts.comment, post, by=person, body="Yes")]
    assert at_once(works) == [None] * len(works)
    counted = Post.objects.get(pk=post.pk)
    assert counted.reaction_counts == {"like": 4}
    assert counted.comment_count == 4
    assert Reaction.objects.filter(post=post).count() == 4


def test_of_two_edits_of_one_version_one_wins(committed: World) -> None:
    post = posts.publish(by=committed.rita, community=committed.sales, body="Go")
    works = [partial(posts.edit, post, by=committed.rita, body=body, version=1) for body in ("A", "B", "C")]
    refusals = [refusal.code for refusal in at_once(works) if refusal]
    assert refusals == ["stale_version"] * 2
    assert PostEdit.objects.filter(post=post).count() == 1


def test_joining_twice_at_once_is_once(committed: World) -> None:
    works = [lambda: communities.join(committed.sales, by=committed.ines)] * 4
    assert at_once(works) == [None] * 4
    assert Membership.objects.filter(community=committed.sales, person=committed.ines).count() == 1
    assert Community.objects.get(pk=committed.sales.pk).member_count == 5


def test_two_last_moderators_cannot_both_go(committed: World) -> None:
    communities.set_role(committed.lab, by=committed.maya, person=committed.ines, role="moderator")
    communities.add_member(committed.lab, by=committed.maya, person=committed.carl)
    works = [partial(communities.leave, committed.lab, by=by) for by in (committed.maya, committed.ines)]
    refusals = [refusal.code for refusal in at_once(works) if refusal]
    assert refusals == ["last_moderator"]
    assert committed.lab.memberships.moderators().count() == 1


def test_the_company_is_made_once(transactional_db: None) -> None:
    assert at_once([ensure_company] * 4) == [None] * 4
    assert Community.objects.filter(slug="company").count() == 1


def test_a_post_that_moves_while_many_comment_keeps_them_all(committed: World) -> None:
    post = posts.publish(by=committed.maya, community=committed.sales, body="Go")
    works: list[Callable[[], object]] = [lambda: posts.comment(post, by=committed.carl, body="Yes")] * 5
    works += [lambda: posts.move_post(post, by=committed.maya, community=committed.company)]
    assert at_once(works) == [None] * 6
    assert Post.objects.get(pk=post.pk).comment_count == 5
