"""Coming in: by handle or e-mail, throttled; forgotten passwords; invitations; leaving."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

from esn.activity.due import run_due
from people.actions.people import deactivate
from people.models import LoginSession, Person
from tests.world import PASSWORD, client_of

pytestmark = pytest.mark.django_db
NEW = "a kettle of green soup"


def sign_in(login: str, password: str = PASSWORD, *, forwarded_for: str = "", agent: str = "") -> Client:
    client, headers = Client(), {"X-Forwarded-For": forwarded_for, "User-Agent": agent}
    client.post(
        "/login/",
        {"login": login, "password": password},
        headers={name: value for name, value in headers.items() if value},
    )
    return client


def is_in(client: Client) -> bool:
    return client.get("/people/").status_code == 200


@pytest.mark.parametrize("login", ["rita", "rita@potluck.example", "Rita@Potluck.example"])
def test_one_signs_in_with_handle_or_address(rita: Person, login: str) -> None:
    assert is_in(sign_in(login))


def test_the_wrong_password_keeps_the_name_and_says_so(rita: Person) -> None:
    answer = Client().post("/login/", {"login": "rita", "password": "no"})
    assert answer.status_code == 200
    assert b'value="rita"' in answer.content
    assert "session" not in answer.cookies


def test_too_many_wrong_tries_are_stopped_whatever_address_they_claim(rita: Person) -> None:
    for number in range(5):
        sign_in("rita", "wrong", forwarded_for=f"10.0.0.{number}")
    assert not is_in(sign_in("rita", forwarded_for="10.0.0.99"))


def test_trying_one_name_after_the_other_is_stopped_whatever_address_is_claimed(rita: Person) -> None:
    for number in range(10):
        sign_in(f"someone{number}", "wrong", forwarded_for=f"10.0.0.{number}")
    assert not is_in(sign_in("rita", forwarded_for="10.0.0.99"))


def test_nobody_signs_up(db: None) -> None:
    Client().post("/signup/", {"email": "eve@potluck.example", "password1": NEW, "password2": NEW})
    assert not Person.objects.filter(email="eve@potluck.example").exists()


def test_signing_out_ends_the_session(rita: Person) -> None:
    client = sign_in("rita")
    client.post("/logout/")
    assert not is_in(client)
    assert not LoginSession.objects.filter(person=rita).exists()


def link_in_the_last_letter() -> str:
    run_due()
    found = re.search(r"http://[^/]+(/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def choose(client: Client, link: str, password: str) -> None:
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": password, "password2": password})


def test_a_forgotten_password_is_replaced_by_a_link_in_a_letter(rita: Person) -> None:
    old = sign_in("rita")
    Client().post("/password/reset/", {"email": "rita@potluck.example"})
    link = link_in_the_last_letter()
    assert mail.outbox[-1].to == ["rita@potluck.example"]
    choose(Client(), link, NEW)
    assert is_in(sign_in("rita", NEW))
    assert not is_in(sign_in("rita"))
    assert not is_in(old)
    choose(Client(), link, "another kettle of soup")
    assert not is_in(sign_in("rita", "another kettle of soup"))


def test_asking_for_the_password_of_nobody_looks_the_same_and_sends_nothing(rita: Person) -> None:
    known = Client().post("/password/reset/", {"email": "rita@potluck.example"})
    unknown = Client().post("/password/reset/", {"email": "nobody@potluck.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    run_due()
    assert len(mail.outbox) == 1


def test_an_administrator_invites_and_the_link_lets_the_person_choose_a_password(ada: Person) -> None:
    said = {"name": "Zoé Blanc", "email": "zoe@potluck.example", "handle": "zoe", "role": "employee", "language": "fr"}
    answer = client_of(ada).post("/people/invite/", said)
    assert answer.headers["Location"] == "/people/zoe/"
    choose(Client(), link_in_the_last_letter(), NEW)
    assert is_in(sign_in("zoe", NEW))


def test_an_invitation_that_cannot_be_kept_loses_nothing_that_was_typed(ada: Person, rita: Person) -> None:
    said = {"name": "Zoé", "email": rita.email, "handle": "zoe", "role": "employee", "language": "fr", "title": "Cook"}
    answer = client_of(ada).post("/people/invite/", said)
    assert answer.status_code == 422
    assert b"Cook" in answer.content
    assert not Person.objects.filter(handle="zoe").exists()
    assert not mail.outbox


def test_only_administrators_invite(carl: Person) -> None:
    assert client_of(carl).get("/people/invite/").status_code == 403
    assert client_of(carl).post("/people/rita/deactivate/").status_code == 403


def test_who_was_deactivated_neither_signs_in_nor_gets_a_letter(ada: Person, rita: Person) -> None:
    deactivate(rita, by=ada)
    assert not is_in(sign_in("rita"))
    Client().post("/password/reset/", {"email": rita.email})
    run_due()
    assert not mail.outbox


def test_a_new_password_ends_the_other_logins_but_not_this_one(rita: Person) -> None:
    here, elsewhere = sign_in("rita"), sign_in("rita")
    here.post("/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert is_in(here)
    assert not is_in(elsewhere)


def test_one_sees_ones_logins_and_ends_the_others(rita: Person) -> None:
    here, elsewhere = sign_in("rita", agent="Kettle 1"), sign_in("rita", agent="Phone 2")
    page = here.get("/settings/access/").content.decode()
    assert "Kettle 1" in page
    assert "Phone 2" in page
    here.post("/settings/access/out/")
    assert is_in(here)
    assert not is_in(elsewhere)
