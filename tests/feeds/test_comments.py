"""The thread under a post: comments, replies, reactions, edits, the best answer."""

from __future__ import annotations

import pytest

from esn.activity import history
from feeds.actions import posts
from feeds.models import Comment, Community, Post
from people.models import Person
from tests.cast import ClientOf

HTMX = {"HX-Request": "true"}


@pytest.fixture
def question(rita: Person, sales: Community) -> Post:
    return posts.publish(by=rita, community=sales, body="Which form?", kind="question")


def test_a_comment_stands_in_the_thread_and_is_counted(
    carl: Person, rita: Person, question: Post, client_of: ClientOf
) -> None:
    client_of(carl).post(f"/posts/{question.pk}/comments/", {"body": "The **blue** one"})
    assert "The <strong>blue</strong> one" in client_of(rita).get(f"/posts/{question.pk}/").content.decode()
    assert Post.objects.get().comment_count == 1
    assert history.of("comment", Comment.objects.get().pk).get().audience == [rita.pk]


def test_an_empty_comment_comes_back_with_a_sentence(carl: Person, question: Post, client_of: ClientOf) -> None:
    answer = client_of(carl).post(f"/posts/{question.pk}/comments/", {"body": " "}, headers=HTMX)
    assert answer.status_code == 422
    assert "Write something first." in answer.content.decode()
    plain = client_of(carl).post(f"/posts/{question.pk}/comments/", {"body": " "})
    assert plain.status_code == 422


def test_a_reply_hangs_on_its_comment_and_so_does_a_reply_to_a_reply(
    carl: Person, rita: Person, question: Post, client_of: ClientOf
) -> None:
    first = posts.comment(question, by=carl, body="The blue one")
    client = client_of(rita)
    assert "Reply to Carl" in client.get(f"/comments/{first.pk}/reply/").content.decode()
    answer = client.post(f"/comments/{first.pk}/reply/", {"body": "Sure?"}, headers=HTMX)
    assert answer["HX-Retarget"] == f"#comment-{first.pk}"
    assert "Sure?" in answer.content.decode()
    reply = Comment.objects.get(body="Sure?")
    client_of(carl).post(f"/comments/{reply.pk}/reply/", {"body": "Quite"})
    assert set(first.replies.values_list("body", flat=True)) == {"Sure?", "Quite"}


def test_without_scripts_the_reply_form_stands_on_the_page(
    carl: Person, rita: Person, question: Post, client_of: ClientOf
) -> None:
    first = posts.comment(question, by=carl, body="The blue one")
    assert "Reply to Carl" in client_of(rita).get(f"/posts/{question.pk}/?reply={first.pk}").content.decode()
    assert client_of(rita).get(f"/posts/{question.pk}/?reply=9x").status_code == 200


def test_the_best_answer_is_one_and_whoever_asked_chooses(
    carl: Person, rita: Person, question: Post, client_of: ClientOf
) -> None:
    blue = posts.comment(question, by=carl, body="Blue")
    red = posts.comment(question, by=carl, body="Red")
    assert client_of(carl).post(f"/comments/{blue.pk}/best/").status_code == 403
    client_of(rita).post(f"/comments/{blue.pk}/best/")
    client_of(rita).post(f"/comments/{red.pk}/best/")
    assert list(Comment.objects.filter(is_best=True)) == [red]
    assert "Best answer" in client_of(carl).get("/").content.decode()
    client_of(rita).post(f"/comments/{red.pk}/best/")
    assert not Comment.objects.filter(is_best=True).exists()


def test_only_a_question_has_a_best_answer(carl: Person, rita: Person, sales: Community, client_of: ClientOf) -> None:
    update = posts.publish(by=rita, community=sales, body="News")
    comment = posts.comment(update, by=carl, body="Ah")
    assert client_of(rita).post(f"/comments/{comment.pk}/best/").status_code == 409


def test_a_comment_is_edited_with_its_history_and_not_over_a_newer_one(
    carl: Person, rita: Person, question: Post, client_of: ClientOf
) -> None:
    comment = posts.comment(question, by=carl, body="Bleu")
    client = client_of(carl)
    client.post(f"/comments/{comment.pk}/edit/", {"body": "Blue", "version": 1})
    assert "Bleu" in client_of(rita).get(f"/comments/{comment.pk}/history/").content.decode()
    stale = client.post(f"/comments/{comment.pk}/edit/", {"body": "Green", "version": 1})
    assert stale.status_code == 409
    assert "Green" in stale.content.decode()
    assert client_of(rita).post(f"/comments/{comment.pk}/edit/", {"body": "x"}).status_code == 403


def test_a_deleted_comment_leaves_its_place_while_replies_hang_on_it(
    carl: Person, rita: Person, question: Post, client_of: ClientOf
) -> None:
    comment = posts.comment(question, by=carl, body="Nonsense")
    posts.comment(question, by=rita, body="Hm", reply_to=comment)
    gone = client_of(carl).post(f"/comments/{comment.pk}/delete/", headers=HTMX)
    assert "This comment was deleted." in gone.content.decode()
    page = client_of(rita).get(f"/posts/{question.pk}/").content.decode()
    assert "Nonsense" not in page
    assert "Hm" in page
    assert Post.objects.get().comment_count == 1
    client_of(carl).post(f"/comments/{comment.pk}/restore/")
    assert "Nonsense" in client_of(rita).get(f"/posts/{question.pk}/").content.decode()


def test_a_moderator_takes_a_comment_down_and_nobody_else(
    carl: Person, rita: Person, maya: Person, question: Post, client_of: ClientOf
) -> None:
    comment = posts.comment(question, by=carl, body="Rude")
    assert client_of(rita).post(f"/comments/{comment.pk}/delete/").status_code == 403
    assert client_of(maya).post(f"/comments/{comment.pk}/delete/").status_code == 302
    assert client_of(carl).get(f"/comments/{comment.pk}/menu/").status_code == 404


def test_a_comment_is_reacted_to(carl: Person, rita: Person, question: Post, client_of: ClientOf) -> None:
    comment = posts.comment(question, by=carl, body="Blue")
    client = client_of(rita)
    assert (
        'data-marks="wow"'
        in client.post(f"/comments/{comment.pk}/react/", {"emoji": "wow"}, headers=HTMX).content.decode()
    )
    assert Comment.objects.get().reaction_counts == {"wow": 1}
    assert Post.objects.get().reaction_counts == {}
    assert client.post(f"/comments/{comment.pk}/react/", {"emoji": "💣"}, headers=HTMX).status_code == 422
    client.post(f"/comments/{comment.pk}/react/", {"emoji": "wow"}, headers=HTMX)
    assert Comment.objects.get().reaction_counts == {}


def test_a_long_thread_shows_its_end_and_the_way_to_its_beginning(
    carl: Person, question: Post, client_of: ClientOf
) -> None:
    for number in range(103):
        posts.comment(question, by=carl, body=f"Answer {number}.")
    client = client_of(carl)
    page = client.get(f"/posts/{question.pk}/").content.decode()
    assert "Answer 102." in page
    assert "Answer 2." not in page
    earlier = page.split('id="earlier"')[1].split('href="')[1].split('"')[0]
    assert "Answer 2." in client.get(earlier, headers=HTMX).content.decode()


def test_one_cannot_comment_on_what_was_deleted(
    carl: Person, rita: Person, question: Post, client_of: ClientOf
) -> None:
    posts.delete(question, by=rita)
    assert client_of(carl).post(f"/posts/{question.pk}/comments/", {"body": "x"}).status_code == 404
