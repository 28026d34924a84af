"""Files that mean harm, too many of them, and files that one sees no longer."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from feeds.actions import communities, files, posts
from feeds.models import Attachment, Community
from people.models import Person
from tests.api.conftest import Caller
from tests.cast import ClientOf

pytestmark = pytest.mark.django_db
Call = Callable[..., Caller]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def picture(kind: str = "PNG", behind: bytes = b"") -> bytes:
    """A small picture with something behind its pixels."""
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, kind)
    return made.getvalue() + behind


def named(name: str, content: bytes, told: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, told)


HARMFUL = {
    "x.png": b"GIF89a/*<svg onload=alert(1)>*/=1;alert(1)//;",
    "x.jpg": b"\xff\xd8\xff\xe0*/alert(1)/*<script>alert(1)</script>",
    "x.gif": b"\x89PNG\r\n\x1a\n<svg onload=alert(1)>",
    "x.html": b"<!doctype html><script>alert(1)</script>",
    "x.svg": b'\xef\xbb\xbf  <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "x.htm": b"<\0h\0t\0m\0l\0>\0",
    "x.xml": b"\xff\xfe<\0s\0v\0g\0 \0",
    "x.pdf": b"%PDF-1.7\n<script>alert(1)</script>",
    "x.zip": b"PK\x03\x04<html><script>alert(1)</script>",
    "x.js": b"alert(1)",
    "x.exe": b"MZ\x90\0<script>",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_no_browser_runs_what_was_sent_whatever_it_is_called(name: str, rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    answer = client.post("/files/", {"file": named(name, HARMFUL[name])})
    if answer.status_code == 422:
        assert not Attachment.objects.exists()
        return
    shown = client.get(answer.json()["url"])
    assert shown["Content-Disposition"].startswith("attachment")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not any(word in shown["Content-Type"] for word in ("html", "svg", "xml;", "script"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_picture_that_is_a_page_as_well_is_a_picture_alone(kind: str, rita: Person) -> None:
    kept = files.upload(by=rita, file=named("x.html", picture(kind, b"<script>alert(1)</script>")))
    assert kept.media_type == f"image/{kind.lower()}"
    assert b"script" not in kept.file.read()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd", "..\\..\\boot.ini", "a\r\nSet-Cookie: x=1.txt", 'a"; filename="evil.html', "a\0.txt",
        "\u202egnp.exe", "CON", "x" * 400 + ".txt", ".htaccess", "a/b/c.txt", "%2e%2e%2fa", "🥔.txt",
    ],
)  # fmt: skip
def test_a_name_stays_a_name(name: str, rita: Person, client_of: ClientOf, tmp_path: Path) -> None:
    kept = files.upload(by=rita, file=_Raw(BytesIO(b"plain words"), name=name))
    told = client_of(rita).get(kept.get_absolute_url())["Content-Disposition"]
    assert re.fullmatch(r"""attachment; filename(="[\w. ;=%-]+"|\*=utf-8''[\w.%-]+)""", told, re.ASCII), told
    assert [path.parent for path in tmp_path.rglob("*") if path.name.startswith(("passwd", "boot"))] == []


class _Raw(SimpleUploadedFile):
    """A file whose name was cleaned by nobody."""

    def __init__(self, file: BytesIO, *, name: str) -> None:
        super().__init__("x", file.getvalue())
        self._name = name


@pytest.mark.parametrize("many", [21, 200])
def test_more_files_than_a_post_holds_are_refused_before_any_is_opened_and_the_words_stay(
    many: int, rita: Person, client_of: ClientOf
) -> None:
    sent = [named(f"{number}.png", picture()) for number in range(many)]
    answer = client_of(rita).post("/posts/", {"body": "My words", "community": "sales", "file": sent})
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    assert "At most 20 files" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_browser_asks_each_time_whether_its_reader_still_sees_a_picture(
    maya: Person, ines: Person, lab: Community, client_of: ClientOf
) -> None:
    shown = files.upload(by=maya, file=named("x.png", picture()))
    saved = files.upload(by=maya, file=named("x.txt", b"plain words"))
    posts.publish(by=maya, community=lab, body="Notes", files=[shown, saved])
    client = client_of(ines)
    first = client.get(shown.get_absolute_url())
    assert first["Cache-Control"] == "private, no-cache"
    known = {"If-None-Match": first["ETag"]}
    assert client.get(shown.get_absolute_url(), headers=known).status_code == 304
    assert client.get(saved.get_absolute_url())["Cache-Control"] == "private, no-store"
    communities.remove_member(lab, by=maya, person=ines)
    for kept in (shown, saved):
        for headers in (known, {}, {"Range": "bytes=0-3"}, {"If-Match": "*"}):
            assert client.get(kept.get_absolute_url(), headers=headers).status_code == 404


@pytest.mark.parametrize("asked", ["bytes=0-3", "bytes=-1", "bytes=9-1", "bytes=0-99999999999", "bytes=a-b", "x"])
def test_a_part_of_a_file_is_answered_with_the_part_or_the_whole(asked: str, rita: Person, client_of: ClientOf) -> None:
    kept = files.upload(by=rita, file=named("x.txt", b"plain words"))
    answer = client_of(rita).get(kept.get_absolute_url(), headers={"Range": asked})
    assert (answer.status_code, b"".join(answer)) == (200, b"plain words")


def test_a_file_that_is_sent_again_under_its_key_is_kept_once(rita: Person, caller: Call) -> None:
    client = Client(headers={"Authorization": f"Bearer {caller(rita).token}", "Idempotency-Key": "one"})
    answers = [client.post("/api/v1/files", {"file": named("x.txt", b"plain words")}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Attachment.objects.count() == 1
    other = client.post("/api/v1/files", {"file": named("x.txt", b"other words")})
    assert (other.status_code, other.json()["code"]) == (422, "key_reused")


def test_nobody_attaches_the_file_of_another_by_its_number(rita: Person, carl: Person, caller: Call) -> None:
    kept = files.upload(by=rita, file=named("x.txt", b"plain words"))
    for path, body in (("/posts", {"body": "Mine"}), ("/issues", {"title": "Mine"})):
        mine, nothing = (caller(carl).post(path, {**body, "files": [pk]}) for pk in (kept.pk, 10**9))
        assert (mine.status_code, mine.json()) == (nothing.status_code, nothing.json())
        assert mine.status_code == 422
