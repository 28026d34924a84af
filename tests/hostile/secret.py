"""A secret community with one of each thing in it; whatever is said there holds words that nobody else says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from feeds.actions import communities, posts
from feeds.models import Community
from issues.actions import (
    asking,
    contacts,
    customers,
    eating,
    handoffs,
    potatoes,
    questions,
    resolving,
    splitting,
    tasks,
)
from issues.actions.drafts import TaskDraft
from issues.models import Customer, Issue, SplitTemplate
from tests import world as making
from tests.world import World

CANARY, NEEDLE = "zanzibarite", "quokka"
WORDS = f"{CANARY} {NEEDLE} #{CANARY}tag"


@dataclass(frozen=True)
class Secret:
    """The community, what fills the gaps of pages and of the API's paths, and a potato that others see and is alike."""

    community: Community
    pages: dict[str, Any]
    api: dict[str, Any]
    twin: Issue


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> str:
    """Secret, unless a test wants a closed one."""
    return str(getattr(request, "param", "secret"))


@pytest.fixture
def secret(world: World, kind: str) -> Secret:
    """Maya's, Rita's and Ines's; that a closed one exists, and what it is for, everybody may know."""
    maya, ines, rita = world.maya, world.ines, world.rita
    said = WORDS if kind == "secret" else ""
    hush = communities.create_community(by=maya, name=f"Hush {said[:11]}", kind=kind, slug="hush", description=said)
    for member in (ines, rita):
        communities.add_member(hush, by=maya, person=member)
    customer = making.customer("Nordwind", by=maya)
    contact = contacts.add_contact(customer, by=maya, name="Helen", email="helen@nordwind.example", language="en")
    issue = making.potato(by=rita, title=WORDS, description=WORDS, community=hush, customer=customer)
    potatoes.catch(issue, by=maya)
    bite, _other = tasks.add(issue, by=maya, drafts=[TaskDraft(WORDS, done_when=WORDS), TaskDraft(f"More {WORDS}")])
    asking.ask_person(bite, by=maya, to=ines, note=WORDS)
    tasks.take(bite, by=ines)
    asked = questions.ask(issue, by=maya, body=WORDS)
    handoff = handoffs.offer(issue, by=maya, to=ines, reason=WORDS)
    link, _address = customers.issue_link(issue, by=maya, contact=contact)
    post = posts.publish(by=maya, community=hush, body=f"@ines {WORDS}", kind="question")
    comment = posts.comment(post, by=maya, body=f"@ines {WORDS}")
    posts.bookmark(post, by=ines)
    pages = {
        "issues:pk": issue.pk, "board:pk": issue.pk, "tasks:pk": bite.pk, "handoffs:pk": handoff.pk,
        "questions:pk": asked.pk, "links:pk": link.pk, "posts:pk": post.pk, "comments:pk": comment.pk,
        "customers:pk": customer.pk, "HP-<str:key>:key": issue.pk, "slug": "hush", "handle": "maya", "int": 1,
        "c:handle": "maya", "issues:move": "offer", "tasks:move": "finish", "handoffs:move": "accept",
    }  # fmt: skip
    twin = _twin(world, hush, customer)
    api = {
        "issue_id": issue.pk, "task_id": bite.pk, "handoff_id": handoff.pk, "question_id": asked.pk,
        "link_id": link.pk, "post_id": post.pk, "slug": "hush", "handle": "maya", "emoji": "like",
        "ladder": "uncaught", "customer_id": customer.pk, "contact_id": contact.pk,
        "comment_id": comment.pk, "template_id": SplitTemplate.objects.get(community=hush).pk,
        "stage": "first", "language": "en",
    }  # fmt: skip
    return Secret(hush, pages, api, twin)


def _twin(world: World, hush: Community, customer: Customer) -> Issue:
    """In sales, of the same customer and in the same words; what it is like was resolved in secret."""
    before = making.potato(by=world.rita, title=WORDS, community=hush, customer=customer)
    before = potatoes.catch(before, by=world.maya)
    (part,) = tasks.add(before, by=world.maya, drafts=[TaskDraft(WORDS, done_when=WORDS, skills=["SQL"])])
    eating.finish(eating.start(tasks.take(part, by=world.ines), by=world.ines), by=world.ines, effort="S")
    customers.publish_news(before, by=world.maya, body="It is done.")
    resolving.resolve(before, by=world.maya, recipe=resolving.Recipe(WORDS, WORDS, WORDS))
    splitting.keep_template(hush, by=world.maya, name=WORDS, about=WORDS, lines=WORDS)
    twin = making.potato(by=world.rita, title=f"{NEEDLE} again", community=world.sales, customer=customer)
    potatoes.catch(twin, by=world.carl)
    tasks.add(twin, by=world.carl, drafts=[TaskDraft(f"{NEEDLE} bite", skills=["SQL"])])
    return twin
