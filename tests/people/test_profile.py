"""One person's page: what it shows, its photo, following."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from esn.activity.models import Activity
from people import sections
from people.actions.people import update_profile
from people.models import Follow, Person
from tests.world import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def _own_media(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


def picture(width: int = 600, height: int = 300, *, kind: str = "PNG") -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (width, height), "teal").save(made, kind)
    made.name = f"me.{kind.lower()}"
    made.seek(0)
    return made


def test_a_profile_says_who_one_is_and_whom_one_works_with(carl: Person, maya: Person) -> None:
    page = client_of(maya).get("/people/carl/").content.decode()
    for words in ("Carl Brandt", "Engineer", "Sales", "reports to", "Maya Roth", "Invoicing"):
        assert words in page
    assert "Carl Brandt" in client_of(carl).get("/people/maya/").content.decode()


def test_what_one_says_of_oneself_is_markdown_and_harmless(carl: Person) -> None:
    update_profile(carl, by=carl, about="**Mends** <script>alert(1)</script>", name="Carl <b>B</b>")
    page = client_of(carl).get("/people/carl/").content.decode()
    assert "<strong>Mends</strong>" in page
    assert "<script>alert" not in page
    assert "<b>B</b>" not in page


def test_following_and_stopping_to_follow(rita: Person, carl: Person) -> None:
    client = client_of(rita)
    assert client.post("/people/carl/follow/").status_code == 302
    client.post("/people/carl/follow/")
    assert Follow.objects.filter(follower=rita, followee=carl).count() == 1
    assert Activity.objects.filter(name="person.followed").count() == 1
    assert "Following" in client.get("/people/carl/").content.decode()
    part = client.post("/people/carl/unfollow/", headers={"HX-Request": "true"})
    assert 'id="follow"' in part.content.decode()
    assert not Follow.objects.exists()


def test_nobody_follows_themselves_and_guests_follow_nobody(rita: Person, gus: Person) -> None:
    assert client_of(rita).post("/people/rita/follow/").status_code == 422
    assert client_of(gus).post("/people/rita/follow/").status_code == 403


@pytest.mark.usefixtures("_own_media")
def test_a_photo_is_cut_to_a_square_and_shown_to_members_only(rita: Person, carl: Person) -> None:
    answer = client_of(rita).post("/settings/profile/", {"name": "Rita Vogel", "appetite": 3, "photo": picture()})
    assert answer.status_code == 302
    rita.refresh_from_db()
    served = client_of(carl).get(rita.photo_url)
    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(BytesIO(b"".join(served))) as image:
        assert image.size == (176, 176)
    assert client_of(carl).get("/people/rita/").content.decode().count(rita.photo_url)
    assert carl.photo_url == ""
    assert client_of(carl).get("/people/carl/photo/").status_code == 404


@pytest.mark.usefixtures("_own_media")
@pytest.mark.parametrize(
    "file",
    [BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"), BytesIO(b"\x89PNG\r\n\x1a\nbroken")],
)
def test_what_is_no_picture_is_refused_and_nothing_else_is_changed(rita: Person, file: BytesIO) -> None:
    file.name = "me.png"
    said = {"name": "Rita the Great", "appetite": 3, "about": "I hunt", "photo": file}
    answer = client_of(rita).post("/settings/profile/", said)
    assert answer.status_code == 422
    assert "I hunt" in answer.content.decode()
    rita.refresh_from_db()
    assert (rita.name, rita.about, bool(rita.photo)) == ("Rita Vogel", "", False)


@pytest.mark.usefixtures("_own_media")
def test_a_photo_can_be_taken_away(rita: Person) -> None:
    client, said = client_of(rita), {"name": "Rita Vogel", "appetite": 3}
    client.post("/settings/profile/", {**said, "photo": picture(kind="JPEG")})
    client.post("/settings/profile/", {**said, "without_photo": "on"})
    rita.refresh_from_db()
    assert not rita.photo


@pytest.fixture
def _plugged() -> Iterator[None]:
    kept = dict(sections._panels), list(sections._proofs)
    sections.panel("zz")(lambda request, person: sections.Section("On the plate", "people/_line.html"))
    sections.panel("zy")(lambda request, person: None)
    sections.proof(
        lambda viewer, person: {
            s.skill_id: sections.Evidence("last 3 March", "4 bites") for s in person.person_skills.all()
        }
    )
    yield
    sections._panels.clear()
    sections._panels.update(kept[0])
    sections._proofs[:] = kept[1]


@pytest.mark.usefixtures("_plugged")
def test_other_parts_of_the_house_show_panels_and_evidence_on_a_profile(carl: Person) -> None:
    page = client_of(carl).get("/people/carl/").content.decode()
    assert "On the plate" in page
    assert "4 bites" in page


def test_a_handle_that_nobody_bears_is_not_found(rita: Person) -> None:
    assert client_of(rita).get("/people/nobody/").status_code == 404
    assert client_of(rita).get("/people/%00/").status_code in (400, 404)


def test_times_and_words_are_the_readers_own(ines: Person, rita: Person) -> None:
    assert 'lang="fr"' in client_of(ines).get("/people/").content.decode()
    assert 'lang="en"' in client_of(rita).get("/people/", headers={"Accept-Language": "fr"}).content.decode()
    client_of(ines).post("/settings/language/", {"language": "en", "next": "/people/"})
    assert 'lang="en"' in client_of(ines).get("/people/").content.decode()
