"""Every page of the demo company in two dresses: accessible, narrow enough, quiet in the console."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Page

from digests.links import unsubscribe_path
from feeds.actions import posts
from issues.actions import customers, handoffs, questions, splitting
from issues.models import Contact, Issue, Task
from issues.views import moves
from issues.views import tasks as bites
from issues.views.moves import Move
from people.models import Person
from tests.conftest import OpenPage
from tests.hostile.crawl import addresses, filled
from tests.nordlys import demo_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/", "/c/", "/c/cold-chain/", "/c/cold-chain/rules/", "/c/company/ladders/", "/c/company/ladders/uncaught/",
    "/c/company/news/", "/c/company/templates/", "/c/company/templates/new/", "/audit/", "/people/", "/people/carl/",
    "/issues/", "/issues/new/", "/table/", "/board/", "/board/wall/",
    "/board/views/?lane=holder", "/customers/", "/customers/?archived=1", "/insights/",
    "/insights/mine/", "/inbox/", "/settings/profile/", "/settings/digest/", "/settings/notifications/",
)  # fmt: skip
FORMS = (
    "/c/new/", "/c/company/settings/", "/c/company/members/", "/c/company/hours/", "/c/company/watch/",
    "/c/company/limits/", "/bookmarks/", "/search/?q=pallets", "/people/org/", "/customers/new/",
    "/settings/absence/", "/settings/access/", "/settings/appearance/", "/settings/skills/", "/settings/suggested/",
    "/settings/tokens/", "/password/change/", "/reauthenticate/", "/logout/", "/offline/",
)  # fmt: skip
ADMINISTRATORS = ("/people/invite/",)
SIGNED_OUT = ("/login/", "/password/reset/", "/password/reset/done/", "/password/reset/key/done/")
# what answers but is no page to look at: pieces of one, files, ways elsewhere, and what only machines ask
NO_PAGES = {
    "HP-<str:key>", "brand.css", "manifest.webmanifest", "sw.js", "metrics", "health/live", "health/ready", "parts/",
    "files/<slug:key>", "insights/figures.csv", "insights/figures.xlsx", "people/<handle:handle>/photo/",
    "people/<handle:handle>/card/", "mail/elephant-<int:done>-of-<int:total>-<int:taken>.png",
    "customers/suggest", "people/suggest", "tags/suggest", "issues/similar/", "issues/<int:pk>/helpers/",
    "issues/<int:pk>/regions/", "issues/<int:pk>/sight/", "issues/<int:pk>/thread/",
    "issues/<int:pk>/recipes/", "tasks/<int:pk>/talk/", "posts/<int:pk>/menu/",
    "posts/<int:pk>/reactions/", "comments/<int:pk>/reply/", "comments/<int:pk>/menu/", "comments/<int:pk>/reactions/",
    "s/<str:token>/files/<slug:key>", "inbox/<int:pk>/", "language/setlang/", "settings/", "settings/password/",
    "password/set/",
}  # fmt: skip
# the administration of Django, the API and its documentation, and the pages of allauth that Potluck does not lead to
ELSEWHERE = ("admin/", "api/", "static/", "email/", "confirm-email/", "^", "signup/", "inactive/", "login/code/")
FILLING = {"int": 1, "handle": "carl", "slug": "company"}
DRESSES = {"desktop": ("en", False), "phone": ("fr", True)}


@pytest.fixture
def pages(site: str) -> list[str]:
    """The addresses of the pages that show something: of a potato and its customer too."""
    demo_again()
    issue = Issue.objects.get(title="Four pallets for Aldera are nowhere")
    contact = Contact.objects.get(name="Helen Shaw")
    _link, status = customers.issue_link(issue, by=issue.owner, contact=contact)
    customer = contact.customer.get_absolute_url()
    own = [f"{issue.get_absolute_url()}{name}/" for name in ("news", "links", "forecast", "split")]
    people = [customer, f"{customer}contacts/{contact.pk}/", f"{customer}contacts/{contact.pk}/remove/"]
    bite = f"/tasks/{issue.tasks.latest('id').pk}/"
    return [*PAGES, bite, issue.get_absolute_url(), *own, *people, f"/posts/{issue.post_id}/", status]


@pytest.mark.parametrize("size", DRESSES)
def test_every_page_is_accessible_and_fits(size: str, pages: list[str], desktop: OpenPage, phone: OpenPage) -> None:
    """Wide in English and light, on a phone in French and dark; forms on a phone, where they are narrowest."""
    language, dark = DRESSES[size]
    Person.objects.update(language=language)
    page = partial({"desktop": desktop, "phone": phone}[size], language=language, dark=dark)
    found = [
        *seen(page(who("maya")), [*pages, *(asking() if size == "phone" else ())], f"{language} {size}"),
        *seen(page(who("ada")), ADMINISTRATORS, f"{language} {size}"),
        *seen(page(), signed_out(), f"{language} {size}"),
    ]
    assert not found, "\n".join(found)


def test_no_page_is_forgotten(pages: list[str], client_of: Callable[[Person], Client]) -> None:
    listed = {resolve(urlsplit(address).path).route for address in (*pages, *asking(), *ADMINISTRATORS, *signed_out())}
    client = client_of(who("maya"))
    ahead = [pattern for pattern in addresses() if not pattern.startswith(ELSEWHERE)]
    others = [pattern for pattern in ahead if pattern not in NO_PAGES | listed]
    # what is left is only written to
    left = [pattern for pattern in others if client.get(filled(pattern, FILLING)).status_code != 405]
    assert not left, "\n".join(left)


def asking() -> list[str]:
    """Where something is asked or set: each form of a potato and a bite, of a post, a comment, a customer."""
    issue = Issue.objects.get(title="Four pallets for Aldera are nowhere")
    bite, maya = Task.objects.filter(issue=issue)[0], who("maya")
    post = posts.publish(by=maya, community=issue.community, body="Where are they?")
    comment = posts.comment(post, by=maya, body="Who knows more?")
    customer = Contact.objects.get(name="Helen Shaw").customer.get_absolute_url()
    template = splitting.keep_template(issue.community, by=maya, name="Lost pallets", lines="Ask the driver (S)")
    question = questions.ask(issue, by=issue.owner, body="Which lorry?")
    toss = handoffs.offer(issue, by=issue.owner, to=maya)
    own = [*one_a_form(moves.MOVES), "join", "tasks", "tasks/paste", "template"]
    return [
        *FORMS, *(f"{issue.get_absolute_url()}{move}/" for move in own),
        f"/questions/{question.pk}/answer/", f"/handoffs/{toss.pk}/refuse/",
        *(f"/tasks/{bite.pk}/{move}" for move in ("", *(f"{move}/" for move in one_a_form(bites.MOVES)))),
        *(f"/posts/{post.pk}/{page}/" for page in ("edit", "history")), f"{customer}edit/",
        *(f"/comments/{comment.pk}/{page}/" for page in ("edit", "history")), f"/templates/{template.pk}/",
        f"{customer}contacts/",
    ]  # fmt: skip


def signed_out() -> list[str]:
    """What is open to whoever has not signed in."""
    return [*SIGNED_OUT, unsubscribe_path(who("maya"))]


def one_a_form(known: Mapping[str, Move]) -> list[str]:
    """A move for each form that is asked."""
    return list({move.form: name for name, move in known.items()}.values())


def who(handle: str) -> Person:
    return Person.objects.get(handle=handle)


def seen(page: Page, addresses: Iterable[str], dress: str) -> list[str]:
    """What is wrong with the pages at these addresses."""
    found = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200:
            found.append(f"{address} answers {answer.status}")
        found += [f"{address} {dress}: {fault}" for fault in (*faults(page), *too_wide(page))]
    return found


def faults(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:140]}" for one in violations]


def too_wide(page: Page) -> list[str]:
    """At 320 pixels nothing scrolls sideways."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    width = page.evaluate("document.documentElement.scrollWidth")
    if before:
        page.set_viewport_size(before)
    return [f"is {width} px wide at 320"] if width > 320 else []
