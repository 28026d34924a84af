"""A form that is refused keeps the files that were chosen; a form that is sent twice is taken once."""

from __future__ import annotations

import datetime as dt
import re
import threading
import uuid
from copy import copy
from pathlib import Path

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from feeds.actions import posts, sending
from feeds.actions.files import forget_loose, upload
from feeds.models import Attachment, Comment, Community, Post, Sent
from issues.actions import contacts, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Customer, CustomerUpdate, Issue, Question
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.feeds.test_files import picture, text

pytestmark = pytest.mark.django_db
KEPT = re.compile(r'name="kept" value="([^"]+)" checked')


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def places(rita: Person, carl: Person, sales: Community, potato: Issue) -> dict[str, dict[str, str]]:
    """Where a form with files is sent to, and what makes it whole."""
    post = posts.publish(by=rita, community=sales, body="Notes")
    said = posts.comment(post, by=rita, body="First")
    (bite,) = tasks.add(potato, by=carl, drafts=[TaskDraft("Find the batch")])
    words = {"body": "My words"}
    return {
        "/posts/": {**words, "community": "sales"},
        f"/posts/{post.pk}/comments/": words,
        f"/comments/{said.pk}/reply/": words,
        f"/issues/{potato.pk}/comment/": words,
        reverse("issues:talk", args=[bite.pk]): words,
        "/issues/new/": {"title": "Scanners are down"},
    }


def test_a_refused_form_keeps_its_files_and_sent_again_they_hang_on_what_was_written(
    places: dict[str, dict[str, str]], carl: Person, maya: Person, client_of: ClientOf
) -> None:
    client = client_of(carl)
    for path, whole in places.items():
        field = "photo" if path == "/issues/new/" else "file"
        refused = client.post(path, {**whole, "body": " ", "title": "", field: picture()})
        assert refused.status_code == 422, path
        (key,) = KEPT.findall(refused.content.decode())
        assert client.get(f"/files/{key}").status_code == 200, path
        assert client_of(maya).get(f"/files/{key}").status_code == 404, path
        taken = client.post(path, {**whole, "kept": [key]})
        assert taken.status_code == 302, path
        assert Attachment.objects.get(key=key).post_id, path
        assert client_of(maya).get(f"/files/{key}").status_code == 200, path


def test_what_was_unticked_stays_behind_and_what_is_chosen_later_comes_along(
    rita: Person, sales: Community, client_of: ClientOf
) -> None:
    client = client_of(rita)
    refused = client.post("/posts/", {"body": "", "community": "sales", "file": [text("one.txt"), text("two.txt")]})
    one, _two = KEPT.findall(refused.content.decode())
    again = client.post("/posts/", {"body": "", "community": "sales", "kept": [one], "file": [text("three.txt")]})
    kept = KEPT.findall(again.content.decode())
    assert kept[0] == one
    client.post("/posts/", {"body": "Words", "community": "sales", "kept": kept})
    assert {file.name for file in Post.objects.get().attachments.all()} == {"one.txt", "three.txt"}
    Attachment.objects.update(created=timezone.now() - dt.timedelta(hours=25))
    assert forget_loose() == 1


def test_one_file_that_cannot_be_kept_loses_neither_the_others_nor_the_words(
    rita: Person, sales: Community, client_of: ClientOf
) -> None:
    sent = {"body": "My words", "community": "sales", "file": [text("fine.txt"), text("empty.txt", b"")]}
    answer = client_of(rita).post("/posts/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "My words" in page
    assert "This file is empty." in page
    assert len(KEPT.findall(page)) == 1
    assert not Post.objects.exists()


def test_nobody_sends_along_what_another_chose_or_what_hangs_elsewhere(
    rita: Person, carl: Person, sales: Community, client_of: ClientOf
) -> None:
    hers = upload(by=rita, file=text())
    hung = upload(by=carl, file=text())
    posts.publish(by=carl, community=sales, body="Mine", files=[hung])
    sent = {"body": "Words", "community": "sales"}
    refused = client_of(carl).post("/posts/", {**sent, "kept": [hers.key]})
    assert refused.status_code == 422
    assert "kept no longer" in refused.content.decode()
    assert hers.key not in refused.content.decode()
    refused = client_of(carl).post("/posts/", {**sent, "kept": [hung.key]})
    assert "went along with something else" in refused.content.decode()
    assert hung.key not in refused.content.decode()
    assert not Post.objects.filter(body="Words").exists()
    assert Attachment.objects.get(pk=hers.pk).post is None
    assert Attachment.objects.get(pk=hung.pk).post == Post.objects.get(body="Mine")


def test_of_two_tabs_with_the_same_file_the_second_is_told_that_it_went(
    rita: Person, sales: Community, client_of: ClientOf
) -> None:
    client = client_of(rita)
    for path, more in (("/posts/", {"community": "sales"}), ("/issues/new/", {})):
        kept = upload(by=rita, file=text()).key
        said = [{"body": words, "title": words, "kept": [kept], **more} for words in ("A", "B")]
        assert [client.post(path, one).status_code for one in said] == [302, 422], path
        assert client.post(path, {**said[1], "kept": []}).status_code == 302
        assert Attachment.objects.get(key=kept).post_id


def test_a_person_keeps_so_many_files_that_hang_nowhere(
    rita: Person, carl: Person, sales: Community, client_of: ClientOf
) -> None:
    waiting = [
        Attachment(key=f"k{number}", owner=rita, name="x", size=1, media_type="text/plain") for number in range(199)
    ]
    Attachment.objects.bulk_create(waiting)
    client, sent = client_of(rita), {"body": "", "community": "sales"}
    refused = client.post("/posts/", {**sent, "file": [text("one.txt"), text("two.txt")]})
    assert "200 of your files wait" in refused.content.decode()
    assert client.post("/files/", {"file": text()}).status_code == 409
    assert client_of(carl).post("/files/", {"file": text()}).status_code == 201
    assert Attachment.objects.loose(rita).count() == 200


def test_kept_and_new_files_together_are_at_most_twenty(rita: Person, sales: Community, client_of: ClientOf) -> None:
    kept = [upload(by=rita, file=text(f"{number}.txt")).key for number in range(15)]
    sent = {"body": "Words", "community": "sales", "kept": kept, "file": [text() for _ in range(6)]}
    answer = client_of(rita).post("/posts/", sent)
    assert answer.status_code == 422
    assert "At most 20 files" in answer.content.decode()
    assert Attachment.objects.count() == 15


def number_in(client: Client, path: str) -> str:
    """The number that the form of a page carries."""
    found = re.search(r'name="client_uuid"\s+value="([^"]+)"', client.get(path).content.decode())
    assert found is not None, path
    return found[1]


def test_a_form_that_is_sent_twice_is_taken_once(
    places: dict[str, dict[str, str]], carl: Person, sales: Community, client_of: ClientOf
) -> None:
    client, shown = client_of(carl), number_in(client_of(carl), "/")
    for path, whole in places.items():
        before = Post.objects.count() + Comment.objects.count()
        sent = {**whole, "client_uuid": shown}
        answers = [client.post(path, {**sent, "csrfmiddlewaretoken": str(token)}) for token in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302], path
        assert answers[0]["Location"] == answers[1]["Location"], path
        assert Post.objects.count() + Comment.objects.count() == before + 1, path


def test_other_words_under_the_same_number_are_said_too(rita: Person, sales: Community, client_of: ClientOf) -> None:
    number = str(uuid.uuid4())
    for body in ("First", "Second", "First"):
        client_of(rita).post("/posts/", {"body": body, "community": "sales", "client_uuid": number})
    assert sorted(Post.objects.values_list("body", flat=True)) == ["First", "Second"]
    for damaged in ("", "x", number[:-1]):
        client_of(rita).post("/posts/", {"body": "Third", "community": "sales", "client_uuid": damaged})
    assert Post.objects.filter(body="Third").count() == 3


def test_two_potatoes_under_one_number_are_two_each_of_them_once(rita: Person, client_of: ClientOf) -> None:
    sent = {"client_uuid": number_in(client_of(rita), "/issues/new/")}
    for title in ("Scanners are down", "Printers are down", "Printers are down", "Scanners are down"):
        assert client_of(rita).post("/issues/new/", {**sent, "title": title}).status_code == 302
    assert sorted(Issue.objects.values_list("title", flat=True)) == ["Printers are down", "Scanners are down"]


def test_a_number_is_one_persons_own(rita: Person, carl: Person, sales: Community, client_of: ClientOf) -> None:
    number = str(uuid.uuid4())
    for person in (rita, carl):
        client_of(person).post("/posts/", {"body": "Same", "community": "sales", "client_uuid": number})
    assert set(Post.objects.values_list("author", flat=True)) == {rita.pk, carl.pk}


def test_a_question_and_news_to_the_customer_are_said_once(
    carl: Person, rita: Person, aldera: Customer, client_of: ClientOf
) -> None:
    issue = potatoes.catch(making.potato(by=rita, customer=aldera), by=carl)
    contacts.add_contact(aldera, by=rita, name="Helen", email="helen@aldera.example")
    client = client_of(carl)
    made: list[tuple[str, type[Model]]] = [("ask", Question), ("news", CustomerUpdate)]
    for name, model in made:
        path = f"/issues/{issue.pk}/{name}/"
        sent = {"body": "Which numbers?", "client_uuid": number_in(client, path)}
        assert [client.post(path, sent).status_code for _ in range(2)] == [302, 302], name
        assert model._default_manager.count() == 1, name


def test_a_refusal_takes_no_number(rita: Person, sales: Community, client_of: ClientOf) -> None:
    sent = {"community": "sales", "client_uuid": str(uuid.uuid4())}
    assert client_of(rita).post("/posts/", {**sent, "body": " "}).status_code == 422
    assert not Sent.objects.exists()
    assert client_of(rita).post("/posts/", {**sent, "body": "Words"}).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_second_waits_for_the_first(rita: Person, sales: Community, client_of: ClientOf) -> None:
    sent = {"body": "Words", "community": "sales", "client_uuid": str(uuid.uuid4())}
    assert at_once(client_of(rita), "/posts/", [sent] * 4) == [302] * 4
    assert Post.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_potatoes_under_one_number_at_once_are_two(rita: Person, client_of: ClientOf) -> None:
    number = str(uuid.uuid4())
    sent = [{"title": title, "client_uuid": number} for title in ("Scanners are down", "Printers are down")]
    assert at_once(client_of(rita), "/issues/new/", sent * 2) == [302] * 4
    assert sorted(Issue.objects.values_list("title", flat=True)) == ["Printers are down", "Scanners are down"]


def at_once(client: Client, path: str, sent: list[dict[str, str]]) -> list[int]:
    """The statuses of the answers to all of these forms, sent at one moment over a connection each."""
    start, answered = threading.Barrier(len(sent)), list[int]()

    def send(said: dict[str, str]) -> None:
        start.wait(20)
        answered.append(copy(client).post(path, said).status_code)
        connection.close()

    threads = [threading.Thread(target=send, args=[said]) for said in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return answered


def test_numbers_are_forgotten_after_a_month(rita: Person, sales: Community, client_of: ClientOf) -> None:
    for body in ("Old", "New"):
        client_of(rita).post("/posts/", {"body": body, "community": "sales", "client_uuid": str(uuid.uuid4())})
    old = Sent.objects.order_by("id").first()
    assert old is not None
    Sent.objects.filter(pk=old.pk).update(at=timezone.now() - dt.timedelta(days=31))
    assert sending.forget_sent() == 1
    assert Sent.objects.count() == 1


def test_a_file_that_was_thrown_away_meanwhile_is_told_of(rita: Person, sales: Community, client_of: ClientOf) -> None:
    client, sent = client_of(rita), {"body": "Words", "community": "sales"}
    gone = upload(by=rita, file=text())
    Attachment.objects.update(created=timezone.now() - dt.timedelta(hours=25))
    forget_loose()
    for key in (gone.key, "\0", "x" * 5000):
        refused = client.post("/posts/", {**sent, "kept": [key], "file": [text("new.txt")]})
        assert refused.status_code == 422, key
        assert "kept no longer" in refused.content.decode()
        assert len(KEPT.findall(refused.content.decode())) == 1
    assert client.post("/posts/", sent).status_code == 302
