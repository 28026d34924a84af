"""What one may not see, or sees no longer, shows nowhere: on no page, in no list, count, suggestion, export or mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from digests import actions as digesting
from digests.due import due
from digests.models import Digest
from esn.activity.outlets import tell_all
from feeds.actions import communities, posts
from feeds.models import Community
from issues.actions import handoffs, potatoes, questions, tasks
from issues.actions.drafts import TaskDraft
from people.actions import people as acting
from people.models import Person
from tests import world as making
from tests.hostile.crawl import addresses, filled
from tests.told import settle
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
ClientOf = Callable[[Person], Client]
CANARY, NEEDLE = "zanzibarite", "quokka"
WORDS = f"{CANARY} {NEEDLE} #{CANARY}tag"
SKIPPED = ("admin/", "api/", "metrics", "health/", "static/", "logout/")
LISTS = (
    "people communities feed feed?order=hot posts customers issues issues?status=all issues?order=new table board"
    f" events inbox insights posts?tag={CANARY}tag issues?q={NEEDLE} issues/similar?q={NEEDLE} people?q={NEEDLE}"
    " posts?community=hush issues?community=hush board?community=hush insights?community=hush"
).split()


@dataclass(frozen=True)
class Secret:
    """A secret community with one of each thing in it, and the ids of these."""

    ids: dict[str, Any]
    told: list[str]


@pytest.fixture
def secret(world: World) -> Secret:
    """Maya's, Rita's and Ines's; whatever is said in it holds the canary."""
    maya, ines, rita = world.maya, world.ines, world.rita
    hush = communities.create_community(by=maya, name=f"Hush {CANARY}", kind="secret", slug="hush", description=WORDS)
    for member in (ines, rita):
        communities.add_member(hush, by=maya, person=member)
    issue = making.potato(by=rita, title=WORDS, description=WORDS, community=hush, customer=making.customer(by=maya))
    potatoes.catch(issue, by=maya)
    bite, _other = tasks.add(issue, by=maya, drafts=[TaskDraft(WORDS, done_when=WORDS), TaskDraft(f"More {WORDS}")])
    tasks.ask_person(bite, by=maya, to=ines, note=WORDS)
    tasks.take(bite, by=ines)
    asked = questions.ask(issue, by=maya, body=WORDS)
    handoff = handoffs.offer(issue, by=maya, to=ines, reason=WORDS)
    post = posts.publish(by=maya, community=hush, body=f"@ines {WORDS}", kind="question")
    comment = posts.comment(post, by=maya, body=f"@ines {WORDS}")
    posts.bookmark(post, by=ines)
    settle()
    tell_all()
    ids: dict[str, Any] = {
        "issues:pk": issue.pk, "board:pk": issue.pk, "tasks:pk": bite.pk, "handoffs:pk": handoff.pk,
        "questions:pk": asked.pk, "posts:pk": post.pk, "comments:pk": comment.pk, "customers:pk": issue.customer_id,
        "HP-<str:key>:key": issue.pk, "slug": "hush", "handle": "maya", "int": 1, "c:handle": "maya",
        "issues:move": "offer", "tasks:move": "finish", "handoffs:move": "accept",
    }  # fmt: skip
    listed = [f"/api/v1/{path}" for path in LISTS]
    own = [f"/api/v1/issues/{issue.pk}{part}" for part in ("", "/tasks", "/history", "/news", "/links", "/helpers")]
    others = [f"/api/v1/tasks/{bite.pk}", f"/api/v1/posts/{post.pk}", f"/api/v1/posts/{post.pk}/comments"]
    return Secret(ids, [*listed, *own, *others, "/api/v1/communities/hush"])


def all_pages(secret: Secret) -> Iterator[str]:
    """Every page, as itself and with the words that would find it."""
    for pattern in addresses():
        if not pattern.startswith(SKIPPED):
            yield filled(pattern, secret.ids)
    asked = ("search/?q=", "issues/?status=all&q=", "issues/similar/?title=", "tags/suggest?q=", "people/suggest?q=")
    for start in asked:
        yield f"/{start}{NEEDLE}"
    yield from ("/tags/suggest?q=zanz", f"/?tag={CANARY}tag", "/board/?lane=community", "/insights/?community=hush")
    yield from ("/inbox/?tab=following", "/inbox/?tab=rest", "/insights/figures.csv?community=hush", "/bookmarks/")


def seen(client: Client, secret: Secret) -> list[str]:
    """Where the canary shows."""
    found = []
    for address in [*all_pages(secret), *secret.told]:
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        shown = re.sub(rf"{CANARY}tag" if "tag=" in address else "$^", "", body.decode(errors="replace"))
        if CANARY in shown:
            found.append(address)
    return found


def digests_of(person: Person) -> str:
    moment = timezone.now()
    for item in due(moment):
        digesting.compose(item, at=moment, send_at=moment)
    return " ".join(f"{told.html} {told.text}" for told in Digest.objects.filter(person=person))


def test_its_members_see_it_in_many_places(secret: Secret, world: World, client_of: ClientOf) -> None:
    found = seen(client_of(world.ines), secret)
    assert {"/search/?q=quokka", "/inbox/", "/api/v1/issues", "/api/v1/feed", "/api/v1/inbox"} <= set(found)
    assert len(found) > 35


@pytest.mark.parametrize("who", ["carl", "gus", "ada"])
def test_who_never_was_a_member_sees_it_nowhere(who: str, secret: Secret, world: World, client_of: ClientOf) -> None:
    person = getattr(world, who)
    assert seen(client_of(person), secret) == []
    assert CANARY not in digests_of(person)


def test_who_was_put_out_sees_it_nowhere_any_more(secret: Secret, world: World, client_of: ClientOf) -> None:
    client = client_of(world.ines)
    client.get("/")
    communities.remove_member(Community.objects.get(slug="hush"), by=world.maya, person=world.ines)
    settle()
    tell_all()
    assert seen(client, secret) == []
    assert CANARY not in digests_of(world.ines)


def test_who_was_deactivated_is_let_in_nowhere(secret: Secret, world: World, client_of: ClientOf) -> None:
    client = client_of(world.ines)
    acting.deactivate(world.ines, by=world.ada)
    assert seen(client, secret) == []
    answers = {client.get(path).status_code for path in ("/", *secret.told)}
    assert answers == {302, 401}
