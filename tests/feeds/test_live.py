"""What open pages hear of feeds: frames neutral to the reader, counts in place, sight ending in stream order."""

from __future__ import annotations

import re

import pytest

from esn.live import streams
from esn.live.models import LiveEvent
from feeds.actions import communities, posts
from feeds.models import Community, Post
from people.actions.following import follow
from people.models import Person
from tests.cast import ClientOf
from tests.world import World


def heard(stream: str) -> list[LiveEvent]:
    """What a stream carries, in its order."""
    return list(LiveEvent.objects.filter(stream__key=stream).order_by("seq"))


@pytest.fixture
def post(rita: Person, sales: Community) -> Post:
    return posts.publish(by=rita, community=sales, body="Hello #team")


def test_a_post_is_heard_in_its_community_and_by_followers(rita: Person, post: Post) -> None:
    for stream in ("c:sales", f"a:{rita.pk}", f"p:{post.pk}"):
        frame = heard(stream)[-1]
        assert (frame.op, frame.dom_id, frame.author) == ("add", f"post-{post.pk}", rita.pk)
        assert set(frame.html) == {"en", "fr"}
        assert "Hello" in frame.html["en"]


def test_what_is_said_in_private_is_not_heard_by_followers(maya: Person, lab: Community) -> None:
    posts.publish(by=maya, community=lab, body="Formula X")
    assert heard("c:lab")[-1].op == "add"
    assert not heard(f"a:{maya.pk}")


def test_a_frame_is_the_card_of_the_page_without_the_readers_marks(
    rita: Person, post: Post, client_of: ClientOf
) -> None:
    posts.react(post, by=rita, emoji="like")
    posts.edit(post, by=rita, body="Hello everybody")
    frame = heard("c:sales")[-1]
    assert (frame.op, frame.dom_id) == ("put", f"post-{post.pk}")
    page = client_of(rita).get("/").content.decode()
    shown = page[page.index(f'<article class="card" id="post-{post.pk}"') :].split("</article>")[0]
    sent = frame.html["en"].split("</article>")[0]
    assert 'data-marks="like"' in shown
    assert "data-marks" not in sent
    assert without_moments(shown.replace(' data-marks="like"', "")) == without_moments(sent)


def test_counts_change_in_place(rita: Person, carl: Person, post: Post) -> None:
    posts.comment(post, by=carl, body="Hi")
    posts.react(post, by=carl, emoji="party")
    for stream in ("c:sales", f"a:{rita.pk}", f"p:{post.pk}"):
        frame = heard(stream)[-1]
        assert (frame.op, frame.dom_id) == ("put", f"post-{post.pk}-counts")
        assert "Party" in frame.html["en"]


def test_a_comment_is_added_to_its_thread_and_a_reply_changes_its_comment(carl: Person, post: Post) -> None:
    comment = posts.comment(post, by=carl, body="Hi")
    assert [(one.op, one.dom_id) for one in heard(f"p:{post.pk}")][1] == ("add", f"comment-{comment.pk}")
    posts.comment(post, by=carl, body="Ho", reply_to=comment)
    changed = [one for one in heard(f"p:{post.pk}") if one.dom_id == f"comment-{comment.pk}"][-1]
    assert changed.op == "put"
    assert "Ho" in changed.html["en"]


def without_moments(html: str) -> list[str]:
    """The words of a fragment, but for times, which are said in the reader's zone."""
    return re.sub(r' title="[^"]*\d{4}[^"]*"', "", html).split()


def test_what_is_deleted_goes_from_open_pages_and_comes_back(rita: Person, carl: Person, post: Post) -> None:
    comment = posts.comment(post, by=carl, body="Hi")
    posts.delete_comment(comment, by=carl)
    assert ("del", f"comment-{comment.pk}") in [(one.op, one.dom_id) for one in heard(f"p:{post.pk}")]
    posts.delete(post, by=rita)
    assert (heard("c:sales")[-1].op, heard("c:sales")[-1].dom_id) == ("del", f"post-{post.pk}")
    posts.restore(post, by=rita)
    assert heard("c:sales")[-1].op == "add"


def test_whoever_is_removed_loses_the_streams_in_their_order(maya: Person, ines: Person, lab: Community) -> None:
    post = posts.publish(by=maya, community=lab, body="Before")
    communities.remove_member(lab, by=maya, person=ines)
    posts.comment(post, by=maya, body="After")
    for stream in ("c:lab", f"p:{post.pk}"):
        ops = [(one.op, one.reader) for one in heard(stream)]
        assert ("rev", ines.pk) in ops
    assert heard(f"u:{ines.pk}")[-1].op == "auth"
    assert streams.readable(ines.pk, ["c:lab", f"p:{post.pk}", "c:sales"]) == {"c:sales"}


def test_leaving_an_open_community_takes_no_sight(carl: Person, sales: Community) -> None:
    communities.leave(sales, by=carl)
    assert not [one for one in heard("c:sales") if one.op == "rev"]
    assert streams.readable(carl.pk, ["c:sales"]) == {"c:sales"}
    assert "c:sales" not in streams.members("home", carl.pk)


def test_closing_a_community_has_every_reader_prove_himself(
    maya: Person, ines: Person, sales: Community, post: Post
) -> None:
    communities.update_community(sales, by=maya, kind="closed")
    for stream in ("c:sales", "b:sales", f"p:{post.pk}"):
        assert ("rev", None) in [(one.op, one.reader) for one in heard(stream)]
    assert streams.readable(ines.pk, ["c:sales", f"p:{post.pk}"]) == set()


def test_moving_a_post_takes_it_from_one_stream_to_the_other(maya: Person, sales: Community, lab: Community) -> None:
    post = posts.publish(by=maya, community=sales, body="Moves")
    posts.move_post(post, by=maya, community=lab)
    assert heard("c:sales")[-1].op == "del"
    assert heard("c:lab")[-1].op == "add"
    assert ("rev", None) in [(one.op, one.reader) for one in heard(f"p:{post.pk}")]


def test_home_is_my_communities_and_the_people_i_follow(world: World) -> None:
    follow(world.ines, by=world.rita)
    mine = streams.members("home", world.rita.pk)
    assert set(mine) == {"c:company", "c:sales", f"a:{world.ines.pk}", f"u:{world.rita.pk}"}
    assert streams.members("home", world.gus.pk) == ["c:sales", f"u:{world.gus.pk}"]


def test_each_hears_what_each_may_read(world: World, post: Post) -> None:
    asked = [
        "c:sales",
        "c:lab",
        "c:board_room",
        f"p:{post.pk}",
        f"a:{world.rita.pk}",
        "p:x",
        "a:x",
        "p:99999999999999999999",
    ]
    readable = {person: streams.readable(person.pk, asked) for person in (world.ada, world.ines, world.gus)}
    assert readable[world.ada] == {"c:sales", "c:board_room", f"p:{post.pk}", f"a:{world.rita.pk}"}
    assert readable[world.ines] == {"c:sales", "c:lab", f"p:{post.pk}", f"a:{world.rita.pk}"}
    assert readable[world.gus] == {"c:sales", f"p:{post.pk}"}


def test_pages_carry_where_their_streams_stood(rita: Person, post: Post, client_of: ClientOf) -> None:
    client = client_of(rita)
    assert 'data-live="home=0"' in client.get("/").content.decode()
    assert 'data-live="c:sales=' in client.get("/c/sales/").content.decode()
    assert f'data-live="p:{post.pk}=' in client.get(f"/posts/{post.pk}/").content.decode()
