"""The frame's own addresses: the app on a phone, the theme, toasts, errors, the login."""

from __future__ import annotations

import json

import pytest
from django.conf import settings as live
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from esn.toasts import ToastMiddleware, say
from people.models import Person

pytestmark = pytest.mark.django_db


def test_a_phone_can_install_it(client: Client) -> None:
    manifest = client.get("/manifest.webmanifest").json()
    assert manifest["start_url"] == "/"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_the_worker_keeps_only_what_names_nobody(client: Client, carl: Person) -> None:
    client.force_login(carl, backend=live.AUTHENTICATION_BACKENDS[0])
    script = client.get("/sw.js")
    assert script["Content-Type"].startswith("text/javascript")
    assert b"/offline/" in script.content
    kept = client.get("/offline/").content.decode()
    assert carl.name not in kept
    assert carl.handle not in kept


@pytest.mark.parametrize(("choice", "kept"), [("dark", 'data-theme="dark"'), ("light", 'data-theme="light"')])
def test_the_theme_is_kept_and_drawn_by_the_server(client: Client, choice: str, kept: str) -> None:
    answer = client.post("/theme/", {"theme": choice, "next": "/login/"})
    assert answer.headers["Location"] == "/login/"
    assert kept in client.get("/login/").content.decode()


@pytest.mark.parametrize("choice", ["", "auto", "purple", '"><script>'])
def test_any_other_theme_follows_the_system(client: Client, choice: str) -> None:
    client.cookies["theme"] = choice
    client.post("/theme/", {"theme": choice})
    assert "data-theme=" not in client.get("/login/").content.decode().split("<head>")[0]


def test_the_theme_leads_to_no_foreign_place(client: Client) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"}).headers["Location"] == "/"


def test_the_sheet_of_parts_is_for_builders_only(client: Client, carl: Person, settings: Settings) -> None:
    client.force_login(carl, backend=live.AUTHENTICATION_BACKENDS[0])
    assert client.get("/parts/").status_code == 404
    settings.SHOW_PARTS = True
    assert client.get("/parts/").status_code == 200


def test_a_fragment_brings_its_toast_in_a_header(rf: RequestFactory) -> None:
    request = rf.get("/", headers={"HX-Request": "true"})
    request._messages = [Message(SUCCESS, "Bissen „Süß“ taken", "/tasks/1/return/")]  # type: ignore[attr-defined]
    answer = ToastMiddleware(lambda _request: HttpResponse("x"))(request)
    said = json.loads(answer["Toasts"])
    assert said == [{"text": "Bissen „Süß“ taken", "undo": "/tasks/1/return/"}]


def test_a_page_keeps_its_toasts_for_itself(client: Client, carl: Person, rf: RequestFactory) -> None:
    request = rf.get("/")
    request._messages = type("Kept", (list,), {"add": lambda self, *rest: self.append(Message(*rest))})()  # type: ignore[attr-defined]
    say(request, "Taken", undo="/tasks/1/return/")
    assert not ToastMiddleware(lambda _request: HttpResponse("x"))(request).has_header("Toasts")
    assert 'action="/tasks/1/return/"' in render_to_string("_toast.html", {"text": "Taken", "undo": "/tasks/1/return/"})


def test_an_unknown_page_says_so_in_the_frame_of_who_asks(client: Client, carl: Person) -> None:
    client.force_login(carl, backend=live.AUTHENTICATION_BACKENDS[0])
    answer = client.get("/nothing/of/that/kind/")
    assert answer.status_code == 404
    assert "Nothing is served here" in answer.content.decode()
    assert 'class="rail"' in answer.content.decode()


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 429, 500])
def test_each_error_has_its_page(status: int) -> None:
    page = render_to_string(f"{status}.html")
    assert page.count("<h1>") == 1
    assert str(status) in page


def test_a_wrong_password_is_told_at_the_form_and_keeps_the_name(client: Client, carl: Person) -> None:
    page = client.post("/login/", {"login": "carl", "password": "not-his-password"}).content.decode()
    assert 'value="carl"' in page
    assert 'class="error"' in page
    assert page.count("<h1>") == 1
