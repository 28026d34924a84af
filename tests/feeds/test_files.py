"""Files: taken in by their bytes, seen as their parent is, and given so that no browser runs them."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from feeds.actions import files, posts
from feeds.models import Attachment, Community
from people.models import Person
from tests.cast import ClientOf


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(comment: bytes = b"") -> SimpleUploadedFile:
    """A small PNG, with something hidden behind its pixels."""
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, "PNG")
    return SimpleUploadedFile("../../dock 3.png", made.getvalue() + comment, "text/html")


def text(name: str = "notes.txt", content: bytes = b"two orders, one truck") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "text/plain")


def test_a_picture_on_a_post_is_shown_in_place_to_whoever_sees_the_post(
    rita: Person, carl: Person, client_of: ClientOf
) -> None:
    client_of(rita).post(
        "/posts/", {"body": "Look", "community": "sales", "file": [picture(b"<script>hidden</script>")]}
    )
    kept = Attachment.objects.get()
    assert (kept.name, kept.media_type, kept.width, kept.height) == ("dock 3.png", "image/png", 40, 30)
    assert f'src="/files/{kept.key}"' in client_of(carl).get("/").content.decode()
    shown = client_of(carl).get(f"/files/{kept.key}")
    content = b"".join(shown.streaming_content)  # type: ignore[attr-defined]
    assert shown["Content-Type"] == "image/png"
    assert shown["Content-Disposition"].startswith("inline")
    assert b"hidden" not in content


def test_a_file_of_a_private_post_is_not_there_for_others(
    maya: Person, ines: Person, rita: Person, lab: Community, client_of: ClientOf
) -> None:
    kept = files.upload(by=maya, file=text())
    posts.publish(by=maya, community=lab, body="Notes", files=[kept])
    assert client_of(ines).get(f"/files/{kept.key}").status_code == 200
    assert client_of(rita).get(f"/files/{kept.key}").status_code == 404
    assert client_of(rita).get("/files/unknown").status_code == 404


def test_a_file_goes_out_of_sight_with_what_it_hangs_on(
    carl: Person, rita: Person, sales: Community, client_of: ClientOf
) -> None:
    post = posts.publish(by=rita, community=sales, body="Notes")
    kept = files.upload(by=carl, file=text())
    comment = posts.comment(post, by=carl, body="Mine", files=[kept])
    assert client_of(rita).get(f"/files/{kept.key}").status_code == 200
    posts.delete_comment(comment, by=carl)
    assert client_of(rita).get(f"/files/{kept.key}").status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<!doctype html><script>alert(1)</script>"),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("picture.png", b"<html>not a picture</html>"),
        ("letter.pdf", b"%PDF-1.7\nnothing"),
        ("notes.txt", b"plain words"),
    ],
)
def test_whatever_is_no_picture_is_saved_and_never_shown(
    rita: Person, client_of: ClientOf, name: str, content: bytes
) -> None:
    kept = files.upload(by=rita, file=text(name, content))
    answer = client_of(rita).get(f"/files/{kept.key}")
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "html" not in answer["Content-Type"]
    assert "svg" not in answer["Content-Type"]


def test_the_upload_answers_what_it_took(rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/files/", {"file": text()})
    kept = Attachment.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": kept.pk,
        "url": f"/files/{kept.key}",
        "name": "notes.txt",
        "size": 21,
        "type": "text/plain",
    }


def test_a_loose_file_is_seen_by_its_owner_alone(rita: Person, carl: Person, client_of: ClientOf) -> None:
    kept = files.upload(by=rita, file=text())
    assert client_of(rita).get(f"/files/{kept.key}").status_code == 200
    assert client_of(carl).get(f"/files/{kept.key}").status_code == 404


def test_nobody_attaches_what_is_not_his_or_hangs_elsewhere(rita: Person, carl: Person, sales: Community) -> None:
    kept = files.upload(by=rita, file=text())
    with pytest.raises(Exception, match="not yours to attach"):
        posts.publish(by=carl, community=sales, body="Mine now", files=[kept])
    posts.publish(by=rita, community=sales, body="First", files=[kept])
    with pytest.raises(Exception, match="not yours to attach"):
        posts.publish(by=rita, community=sales, body="Second", files=[kept])


def test_a_file_that_cannot_be_taken_is_explained_and_the_words_are_kept(rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    bomb = SimpleUploadedFile("x.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    for file, sentence in [(text(content=b""), "empty"), (bomb, "This picture cannot be read.")]:
        said = {"body": "My words", "community": "sales", "file": [file]}
        answer = client.post("/posts/", said, HTTP_HX_REQUEST="true")
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert "My words" in answer.content.decode()
    assert client.post("/files/", {}).status_code == 422


def test_a_file_that_is_too_big_is_413_with_a_sentence(rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/files/", {"file": text("big.bin", b"\1" * (25 * 1024 * 1024 + 1))})
    assert answer.status_code == 413
    assert "one file may have" in answer.content.decode()


def test_what_hung_nowhere_for_a_day_is_thrown_away(rita: Person, sales: Community, tmp_path: Path) -> None:
    used = files.upload(by=rita, file=text("used.txt"))
    posts.publish(by=rita, community=sales, body="x", files=[used])
    files.upload(by=rita, file=text("fresh.txt"))
    old = files.upload(by=rita, file=text("old.txt"))
    long_ago = timezone.now() - dt.timedelta(hours=25)
    Attachment.objects.filter(pk__in=[old.pk, used.pk]).update(created=long_ago)
    assert files.forget_loose() == 1
    assert set(Attachment.objects.values_list("name", flat=True)) == {"used.txt", "fresh.txt"}
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
