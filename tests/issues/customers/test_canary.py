"""A word of its own in every internal field, looked for in everything that a customer can get."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from esn.activity.due import run_due
from esn.activity.models import Activity
from issues.models import Contact
from tests.issues.customers import internal
from tests.issues.customers.conftest import html_of, letters_to, path_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'(?:href|src|action|content)="(/[^"]*)"')


@pytest.fixture
def story(world: World, helen: Contact) -> internal.Story:
    """Potatoes that went through everything, with a canary in every field that is ours alone."""
    return internal.told(world, helen)


def everything(client: Client, path: str) -> Iterator[str]:
    """Every page, part and answer behind a link, and all that they lead to, with their headers."""
    pages = [client.get(path, {"lang": language}) for language in ("en", "fr")]
    pages += [client.get(path, {"part": 1}), client.get(path, headers={"Accept": "application/json"})]
    pages += [client.post(f"{path}answer/", {"say": said}) for said in ("", "message", "solved", "not_solved")]
    pages += [client.post(f"{path}rate/", {"score": "3"}), client.get(f"{path}?format=json")]
    pages += [client.get("/s/unknown/"), client.get("/api/v1/me"), client.get("/api/v1/issues")]
    seen = {found for page in pages for found in ADDRESS.findall(page.content.decode())}
    pages += [client.get(address.split("#")[0]) for address in sorted(seen)]
    for page in pages:
        yield f"{page.headers} {page.getvalue().decode(errors='replace')}"


def test_nothing_that_is_ours_alone_reaches_the_customer(story: internal.Story, helen: Contact) -> None:
    run_due()
    letters = letters_to(helen)
    assert len(letters) >= 4
    got = [f"{one.subject} {one.body} {html_of(one)} {one.message()}" for one in letters]
    for path in (*story.paths, path_in(letters[-1])):
        got += everything(visitor(), path)
    assert any("Which numbers?" in text for text in got)
    assert not {word for text in got for word in internal.WORD.findall(text.lower())}


def test_every_field_that_can_hold_words_holds_one_of_ours(story: internal.Story) -> None:
    """A field that is new stands here until the story fills it, or says that nobody writes words in it."""
    assert internal.missing(internal.columns()) == set()


def test_every_reason_that_anybody_gives_holds_one_of_ours(story: internal.Story) -> None:
    given = Activity.objects.filter(facts__reason__startswith="canary").values_list("name", flat=True)
    assert internal.events_with_a_reason() - {"issue.satisfied"} <= set(given)
