"""One's own settings: clear sentences for what is wrong, nothing typed lost."""

from __future__ import annotations

import pytest

from people.models import Person
from tests.world import client_of

pytestmark = pytest.mark.django_db
PAGES = ("profile", "skills", "absence", "appearance", "access")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_settings_opens(rita: Person, page: str) -> None:
    assert client_of(rita).get(f"/settings/{page}/").status_code == 200


def test_the_settings_begin_with_the_profile(rita: Person) -> None:
    assert client_of(rita).get("/settings/").headers["Location"] == "/settings/profile/"
    assert client_of(rita).get("/settings/password/").headers["Location"] == "/password/change/"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "required"),
        ({"name": "n" * 121}, "at most 120"),
        ({"name": "nul\0"}, "Null characters"),
        ({"appetite": "-1"}, "greater than or equal to 0"),
        ({"appetite": "many"}, "whole number"),
        ({"about": "a" * 2001}, "at most 2000"),
    ],
)
def test_a_profile_that_cannot_be_kept_says_why(rita: Person, wrong: dict[str, str], sentence: str) -> None:
    said = {"name": "Rita Vogel", "appetite": "3", "place": "Oslo", **wrong}
    answer = client_of(rita).post("/settings/profile/", said)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "Oslo" in answer.content.decode()
    rita.refresh_from_db()
    assert rita.place == ""


def test_what_is_not_on_the_form_is_not_changed(rita: Person) -> None:
    said = {"name": "Rita Vogel", "appetite": "3", "role": "admin", "is_last_resort": "on", "handle": "queen"}
    assert client_of(rita).post("/settings/profile/", said).status_code == 302
    rita.refresh_from_db()
    assert (rita.role, rita.handle, rita.is_last_resort) == ("employee", "rita", False)


def test_skills_are_typed_with_commas(rita: Person) -> None:
    client = client_of(rita)
    client.post("/settings/skills/", {"names": "Invoicing, Négociation\nSQL", "learning": "Welsh"})
    page = client.get("/settings/skills/").content.decode()
    assert "Invoicing, Négociation, SQL" in page
    assert "Welsh" in page


@pytest.mark.parametrize("names", ["s" * 61, "!!!", ",".join(f"skill {n}" for n in range(41))])
def test_skills_that_cannot_be_kept_are_refused_and_stay_in_the_field(rita: Person, names: str) -> None:
    answer = client_of(rita).post("/settings/skills/", {"names": names, "learning": ""})
    assert answer.status_code == 422
    assert names in answer.content.decode()
    assert not rita.person_skills.exists()


def test_language_zone_look_and_keys(rita: Person) -> None:
    client = client_of(rita)
    said = {"language": "fr", "zone": "America/Montreal", "theme": "dark"}
    client.post("/settings/appearance/", said)
    rita.refresh_from_db()
    assert (rita.language, rita.zone, rita.shortcuts) == ("fr", "America/Montreal", False)
    page = client.get("/people/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-keys="off"' in page
    assert 'lang="fr"' in page


def test_an_unknown_zone_is_refused(rita: Person) -> None:
    said = {"language": "en", "zone": "Mars/Olympus", "theme": "auto"}
    answer = client_of(rita).post("/settings/appearance/", said)
    assert answer.status_code == 422
    assert "Mars/Olympus" in answer.content.decode()


def test_a_language_that_we_do_not_speak_is_refused(rita: Person) -> None:
    assert client_of(rita).post("/settings/language/", {"language": "xx"}).status_code == 422
    answer = client_of(rita).post("/settings/language/", {"language": "fr", "next": "https://evil.example/"})
    assert answer.headers["Location"] == "/"
