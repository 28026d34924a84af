"""Flagging from the page: four fields, once, with what is already on the stove; and "mine too"."""

from __future__ import annotations

import io
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from feeds.actions import posts
from feeds.models import Attachment, Community
from issues.models import Customer, Hunter, Issue
from people.models import Person
from tests.cast import ClientOf

pytestmark = pytest.mark.django_db


def _photo() -> SimpleUploadedFile:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    return SimpleUploadedFile("label.png", picture.getvalue(), "image/png")


def test_four_fields_make_a_potato_and_lead_to_it(rita: Person, aldera: Customer, client_of: ClientOf) -> None:
    said = {"customer": "aldera foods", "title": "Invoices go out twice", "severity": "high", "photo": _photo()}
    answer = client_of(rita).post("/issues/new/", said)
    issue = Issue.objects.get()
    assert answer.headers["Location"] == issue.get_absolute_url()
    assert (issue.customer, issue.severity, issue.reporter) == (aldera, "high", rita)
    assert Attachment.objects.get().post == issue.post


def test_one_sentence_is_enough(rita: Person, client_of: ClientOf) -> None:
    assert client_of(rita).post("/issues/new/", {"title": "Scanners are down"}).status_code == 302
    issue = Issue.objects.get()
    assert (issue.customer, issue.severity) == (None, "medium")


def test_a_customer_who_is_new_here_is_added_with_it(rita: Person, client_of: ClientOf) -> None:
    page = client_of(rita).get("/issues/similar/?customer=Nordwind&title=")
    assert "is new here" in page.content.decode()
    client_of(rita).post("/issues/new/", {"title": "Scanners are down", "customer": " Nordwind "})
    assert Customer.objects.get().name == "Nordwind"


def test_a_refused_potato_adds_no_customer(rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/issues/new/", {"title": " ", "customer": "Nordwind"})
    assert answer.status_code == 422
    assert 'value="Nordwind"' in answer.content.decode()
    assert not Customer.objects.exists()


def test_sent_twice_it_is_one_potato(rita: Person, client_of: ClientOf) -> None:
    said = {"title": "Scanners are down", "customer": "Nordwind", "client_uuid": str(uuid.uuid4())}
    first = client_of(rita).post("/issues/new/", said)
    second = client_of(rita).post("/issues/new/", said)
    assert first.headers["Location"] == second.headers["Location"]
    assert Issue.objects.count() == 1


def test_a_picture_that_is_none_is_refused_and_the_words_are_kept(rita: Person, client_of: ClientOf) -> None:
    broken = SimpleUploadedFile("label.png", b"\x89PNG\r\n\x1a\nnothing", "image/png")
    answer = client_of(rita).post("/issues/new/", {"title": "Scanners are down", "photo": broken})
    assert answer.status_code == 422
    assert "Scanners are down" in answer.content.decode()
    assert not Issue.objects.exists()


@pytest.mark.parametrize(
    "said",
    [
        {"title": ""},
        {"title": "x" * 1_000_000},
        {"title": "nul \x00 inside"},
        {"title": "fine", "severity": "volcanic"},
        {"title": "fine", "client_uuid": "not-a-uuid"},
        {"title": "fine", "community": "board_room"},
        {"title": "fine", "customer": "y" * 500},
    ],
)
def test_bad_input_is_refused_at_the_form(said: dict[str, str], rita: Person, client_of: ClientOf) -> None:
    answer = client_of(rita).post("/issues/new/", {"severity": "high", **said})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="error' in page or "field__error" in page
    assert said["title"].partition("\0")[0][:200] in page
    assert not Issue.objects.exists()


def test_what_was_refused_for_what_nobody_typed_goes_through_the_next_time(rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    refused = client.post("/issues/new/", {"title": "Fine", "community": "board_room", "client_uuid": "damaged"})
    page = refused.content.decode()
    assert "not open to you" in page
    assert "damaged on its way" in page
    hidden = dict(re.findall(r'type="hidden" name="(\w+)"\s+value="([^"]*)"', page))
    assert "community" not in hidden
    assert client.post("/issues/new/", {"title": "Fine", **hidden}).status_code == 302


def test_what_resembles_the_sentence_is_shown_if_one_may_see_it(
    potato: Issue, rita: Person, gus: Person, client_of: ClientOf
) -> None:
    url = "/issues/similar/?title=invoice+goes+out+twice"
    assert potato.title in client_of(rita).get(url).content.decode()
    assert potato.title not in client_of(gus).get(url).content.decode()
    assert potato.title not in client_of(rita).get("/issues/similar/?title=%00").content.decode()


def test_mine_too_joins_instead_of_flagging_again(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    answer = client_of(carl).post(f"/issues/{potato.pk}/join/", {"customer": "Brightwater", "title": "whatever"})
    assert answer.status_code == 302
    assert Hunter.objects.get(issue=potato, person=carl).customer == Customer.objects.get(name="Brightwater")
    assert Issue.objects.get(pk=potato.pk).customer_count == 2


def test_a_post_becomes_a_potato(rita: Person, sales: Community, client_of: ClientOf) -> None:
    post = posts.publish(by=rita, community=sales, body="The **printer** at Osier burns")
    page = client_of(rita).get(f"/issues/new/?post={post.pk}").content.decode()
    assert "The printer at Osier burns" in page
    assert 'name="community" value="sales"' in page


def test_nobody_reads_a_secret_post_by_flagging_it(
    carl: Person, maya: Person, board_room: Community, client_of: ClientOf
) -> None:
    post = posts.publish(by=maya, community=board_room, body="We buy Nordwind")
    assert "Nordwind" not in client_of(carl).get(f"/issues/new/?post={post.pk}").content.decode()
    assert client_of(carl).get("/issues/new/?post=99999999999999999999&customer=-1").status_code == 200


def test_a_guest_flags_where_he_may_and_adds_no_customer(
    gus: Person, maya: Person, sales: Community, client_of: ClientOf
) -> None:
    assert client_of(gus).post("/issues/new/", {"title": "x", "community": "sales"}).status_code == 403
    sales.guests_may_help = True
    sales.save()
    new = {"title": "x", "community": "sales", "customer": "Nordwind"}
    assert client_of(gus).post("/issues/new/", new).status_code == 422
    assert client_of(gus).post("/issues/new/", {"title": "x", "community": "sales"}).status_code == 302
