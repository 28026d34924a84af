"""A picture in news: the customer sees it by his own link, in the page and in the mail, and nobody else's file."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from playwright.sync_api import expect

from esn.activity.due import run_due
from esn.lib.errors import Refused
from feeds.actions import posts
from feeds.actions.files import forget_loose, upload
from feeds.models import Attachment
from issues.actions import customers, merging, potatoes
from issues.models import Contact, CustomerLink, CustomerUpdate, Issue
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.conftest import OpenPage
from tests.issues.customers.conftest import html_of, letters_to, path_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db
IMAGE = re.compile(r'<img [^>]*src="([^"]+)"')


def picture(name: str = "shot.png") -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    return SimpleUploadedFile(name, drawn.getvalue(), "image/png")


def link_of(issue: Issue, contact: Contact, by: Person) -> tuple[CustomerLink, str]:
    link, url = customers.issue_link(issue, by=by, contact=contact)
    return link, "/s/" + url.split("/s/")[1]


def shown(path: str) -> str:
    found = IMAGE.search(visitor().get(path).content.decode())
    assert found
    return found[1]


@pytest.fixture
def told(held: Issue, helen: Contact, carl: Person, client_of: ClientOf) -> Issue:
    """Carl sends news with a picture."""
    said = {"body": "This is how it looks now.", "photo": picture(), "to": [helen.pk]}
    assert client_of(carl).post(f"/issues/{held.pk}/news/", said).status_code == 302
    return held


def test_a_picture_in_news_opens_by_the_link_and_only_by_it(told: Issue, helen: Contact, carl: Person) -> None:
    link, path = link_of(told, helen, carl)
    address = shown(path)
    assert address.startswith(f"{path}files/")
    answer = visitor().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer.getvalue().startswith(b"\x89PNG")
    assert "no-store" in answer["Cache-Control"]
    key = Attachment.objects.get().key
    assert visitor().get(f"/files/{key}").status_code == 302  # its own address asks for a login
    customers.revoke_link(link, by=carl)
    assert visitor().get(address).status_code == 404


def test_it_opens_from_the_mail_as_well(told: Issue, helen: Contact) -> None:
    run_due()
    (letter,) = letters_to(helen)
    found = IMAGE.search(html_of(letter))
    assert found
    assert f"{path_in(letter)}files/" in found[1]
    assert found[1].startswith("http")
    assert visitor().get(found[1].split("//", 1)[1].partition("/")[2].join(["/", ""])).status_code == 200
    assert "[shot.png]" in str(letter.body)


def test_it_hangs_on_the_potato_and_is_seen_as_the_potato_is(told: Issue, ines: Person, client_of: ClientOf) -> None:
    kept = Attachment.objects.get()
    assert kept.post_id == told.post_id
    assert forget_loose() == 0
    assert client_of(ines).get(kept.get_absolute_url()).status_code == 200
    assert kept.get_absolute_url() in client_of(ines).get(f"{told.get_absolute_url()}?tab=news").content.decode()


def test_a_file_that_no_news_shows_stays_ours(told: Issue, helen: Contact, carl: Person) -> None:
    other = upload(by=carl, file=picture("internal.png"))
    assert told.post is not None
    posts.comment(told.post, by=carl, body="For us alone", files=[other])
    _link, path = link_of(told, helen, carl)
    assert visitor().get(f"{path}files/{other.key}").status_code == 404
    assert visitor().get(f"{path}files/nonsense").status_code == 404
    assert visitor().get(f"/s/nonsense/files/{Attachment.objects.first()}").status_code == 404


def test_news_shows_no_file_of_elsewhere(held: Issue, world: World, client_of: ClientOf) -> None:
    secret = upload(by=world.maya, file=picture("secret.png"))
    posts.publish(by=world.maya, community=world.board_room, body="Hush", files=[secret])
    for by, file in ((world.carl, secret), (world.maya, secret)):
        with pytest.raises(Refused, match="this potato only"):
            customers.publish_news(held, by=by, body=f"![x]({file.get_absolute_url()})")
    said = {"body": f"Look: ![x]({secret.get_absolute_url()})", "step": "preview"}
    page = client_of(world.carl).post(f"/issues/{held.pk}/news/", said).content.decode()
    assert "this potato only" in page
    assert "Look: ![x]" in page
    assert not CustomerUpdate.objects.exists()


def test_a_preview_keeps_the_picture_under_the_text(held: Issue, carl: Person, client_of: ClientOf) -> None:
    said = {"body": "Look", "photo": picture("a [b] *c*.png"), "step": "preview"}
    page = client_of(carl).post(f"/issues/{held.pk}/news/", said).content.decode()
    kept = Attachment.objects.get()
    assert f"Look\n\n![a b c .png]({kept.get_absolute_url()})" in page
    assert f'src="{kept.get_absolute_url()}"' in page.split('id="news-preview"')[1]


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\nbroken"])
def test_a_picture_that_is_none_is_refused_and_the_words_stay(
    content: bytes, held: Issue, carl: Person, client_of: ClientOf
) -> None:
    said = {"body": "Look at this", "photo": SimpleUploadedFile("x.png", content)}
    answer = client_of(carl).post(f"/issues/{held.pk}/news/", said)
    assert answer.status_code == 422
    assert "Look at this" in answer.content.decode()
    assert not CustomerUpdate.objects.exists()


def test_a_paper_is_saved_and_never_shown_in_place(held: Issue, helen: Contact, carl: Person) -> None:
    paper = upload(by=carl, file=SimpleUploadedFile("offer.html", b"<script>alert(1)</script>"))
    customers.publish_news(held, by=carl, body=f"See [our offer]({paper.get_absolute_url()}).")
    _link, path = link_of(held, helen, carl)
    page = visitor().get(path).content.decode()
    assert f'href="{path}files/{paper.key}"' in page
    answer = visitor().get(f"{path}files/{paper.key}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_after_a_merge_its_own_customer_still_sees_it_and_no_other(told: Issue, helen: Contact, world: World) -> None:
    _link, path = link_of(told, helen, world.carl)
    into = potatoes.catch(making.potato(by=world.rita, title="The same", customer=helen.customer), by=world.carl)
    merging.merge(told, by=world.maya, into=into)
    assert visitor().get(shown(path)).status_code == 200


def test_the_api_takes_a_picture_by_its_address(held: Issue, helen: Contact, carl: Person) -> None:
    client: Client = making.client_of(carl)
    kept = client.post("/api/v1/files", {"file": picture()}).json()
    body = {"body": f"![now]({kept['url']})"}
    made = client.post(f"/api/v1/issues/{held.pk}/news", body, content_type="application/json")
    assert made.status_code == 201
    _link, path = link_of(held, helen, carl)
    assert visitor().get(shown(path)).status_code == 200


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_customer_sees_the_picture_in_the_browser(
    held: Issue, helen: Contact, carl: Person, desktop: OpenPage, phone: OpenPage
) -> None:
    page = desktop(carl)
    page.goto(f"/issues/{held.pk}/news/")
    page.locator("#id_body").fill("This is how it looks now.")
    file = picture()
    page.locator("#id_photo").set_input_files({"name": "shot.png", "mimeType": "image/png", "buffer": file.read()})
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(f"**{held.get_absolute_url()}*")
    _link, path = link_of(held, helen, carl)
    theirs = phone()
    theirs.goto(path)
    expect(theirs.locator(".prose img")).to_be_visible()
    assert theirs.evaluate("document.querySelector('.prose img').naturalWidth") == 40
