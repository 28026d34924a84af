"""Settings of the digest, stopping it without a login, its pictures, and the mail that stays on the machine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import get_connection
from django.test import Client

from digests.links import unsubscribe_path
from digests.models import Frequency, Rhythm
from esn.lib.mail import Mail, message_id_for, send
from people.models import Person
from tests.cast import ClientOf

pytestmark = pytest.mark.django_db
FILES = "django.core.mail.backends.filebased.EmailBackend"


def test_when_it_comes_is_each_persons_choice(carl: Person, client_of: ClientOf) -> None:
    client = client_of(carl)
    assert 'value="07:30"' in client.get("/settings/digest/").content.decode()
    said = {"frequency": "weekly", "hour": "18:15", "weekday": "4"}
    assert client.post("/settings/digest/", said).status_code == 302
    rhythm = Rhythm.objects.get(person=carl)
    assert (rhythm.frequency, rhythm.hour, rhythm.weekday) == (Frequency.WEEKLY, dt.time(18, 15), 4)
    assert client.post("/settings/digest/", said | {"hour": "late"}).status_code == 422


def test_looking_at_the_link_stops_nothing_and_pressing_it_does(carl: Person, client: Client) -> None:
    path = unsubscribe_path(carl)
    page = client.get(path)
    assert page.status_code == 200
    assert "Stop it" in page.content.decode()
    assert not Rhythm.objects.filter(person=carl).exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Rhythm.objects.get(person=carl).frequency == Frequency.OFF
    assert client.post(path).status_code == 200


def test_a_mail_program_needs_neither_cookie_nor_token_of_a_form(carl: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(unsubscribe_path(carl), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Rhythm.objects.get(person=carl).frequency == Frequency.OFF


@pytest.mark.parametrize("token", ["x", "MQ:1abc:forged", "é"])
def test_a_link_that_we_did_not_make_is_a_friendly_404(token: str, carl: Person, client: Client) -> None:
    answer = client.get(f"/u/{token}/")
    assert answer.status_code == 404
    assert "This link is not known" in answer.content.decode()


def test_pictures_of_the_elephant_are_public_and_kept(client: Client) -> None:
    answer = client.get("/mail/elephant-3-of-11-4.png")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/mail/elephant-3-of-99999-4.png").status_code == 404
    assert client.get("/mail/elephant-9-of-3-0.png").status_code == 404


def test_what_is_written_to_files_is_shown_to_administrators_only(
    ada: Person, carl: Person, client_of: ClientOf, settings: Any, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_FILE_PATH = FILES, str(tmp_path)
    with get_connection() as post:
        for number in (1, 2):
            send(letter(number), connection=post)
    page = client_of(ada).get("/admin/mail/").content.decode()
    assert "Letter 2 é" in page
    name = next(tmp_path.iterdir()).name
    html = client_of(ada).get(f"/admin/mail/{name}/1/")
    assert "<b>Hello 2</b>" in html.content.decode()
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert "script-src" in html.headers["Content-Security-Policy"]
    text = client_of(ada).get(f"/admin/mail/{name}/0/", {"as": "text"})
    assert text.content.decode().strip() == "Hello 1"
    assert client_of(ada).get(f"/admin/mail/{name}/2/").status_code == 404
    assert client_of(ada).get("/admin/mail/..%2fsecret.log/0/").status_code == 404
    assert client_of(carl).get("/admin/mail/").status_code == 404
    assert client_of(carl).get(f"/admin/mail/{name}/1/").status_code == 404


def letter(number: int) -> Mail:
    return Mail(
        to="carl@potluck.example",
        subject=f"Letter {number} é",
        text=f"Hello {number}",
        html=f"<b>Hello {number}</b>",
        message_id=message_id_for("test", number),
    )
