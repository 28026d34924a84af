"""A word of its own in every internal field, looked for in everything that a customer can get."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from esn.activity.due import run_due
from feeds.actions import communities, posts
from feeds.actions.files import upload
from issues.actions import (
    contacts,
    customers,
    eating,
    handoffs,
    joining,
    potatoes,
    questions,
    resolving,
    tasks,
    waiting,
)
from issues.actions.drafts import TaskDraft
from issues.models import Contact, Issue
from people.actions.people import update_profile
from tests import world as making
from tests.issues.customers.conftest import html_of, letters_to, path_in, visitor
from tests.world import World

pytestmark = pytest.mark.django_db
FIELDS = (
    "title", "description", "tag", "file", "bite", "when", "skill", "blocked", "comment", "question", "answer", "offer",
    "refusal", "waits", "cause", "cure", "lesson", "reopened", "segment", "othercustomer", "othercontact", "community",
    "about", "jobtitle", "lastname",
)  # fmt: skip
CANARY = {name: f"canary{name}" for name in FIELDS}
ADDRESS = re.compile(r'(?:href|src|action|content)="(/[^"]*)"')


@pytest.fixture
def story(world: World, helen: Contact) -> Issue:
    """A potato that went through everything, with a canary in every field that is ours alone."""
    update_profile(world.carl, by=world.carl, name=f"Carl {CANARY['lastname']}", title=CANARY["jobtitle"])
    update_profile(world.carl, by=world.carl, about=CANARY["about"])
    communities.update_community(world.sales, by=world.maya, name=CANARY["community"])
    customers.update_customer(helen.customer, by=world.rita, version=None, segment=CANARY["segment"])
    file = upload(by=world.rita, file=SimpleUploadedFile(f"{CANARY['file']}.txt", CANARY["file"].encode()))
    told = f"{CANARY['description']} #{CANARY['tag']}"
    flagged = potatoes.Flag(CANARY["title"], told, helen.customer, world.sales, files=[file])
    issue = potatoes.flag(flagged, by=world.rita)
    potatoes.catch(issue, by=world.carl)
    other = making.customer(CANARY["othercustomer"], by=world.maya)
    contacts.add_contact(other, by=world.maya, name=CANARY["othercontact"], email="other@other.example")
    joining.join(issue, by=world.maya, customer=other)
    _work(issue, world)
    return issue


def _work(issue: Issue, world: World) -> None:
    carl, ines = world.carl, world.ines
    (task,) = tasks.add(issue, by=carl, drafts=[TaskDraft(CANARY["bite"], CANARY["when"], skills=[CANARY["skill"]])])
    tasks.take(task, by=ines)
    eating.block(task, by=ines, reason=CANARY["blocked"])
    eating.unblock(task, by=ines)
    eating.finish(task, by=ines, effort="S")
    questions.answer(questions.ask(issue, by=carl, body=CANARY["question"]), by=world.rita, body=CANARY["answer"])
    toss = handoffs.offer(issue, by=carl, to=ines, reason=CANARY["offer"])
    handoffs.refuse(toss, by=ines, reason=CANARY["refusal"])
    assert issue.post is not None
    posts.comment(issue.post, by=carl, body=CANARY["comment"])
    customers.publish_news(issue, by=carl, body="We look at it. Which numbers?")
    until = Issue.objects.get(pk=issue.pk).next_news_due_at
    assert until is not None
    waiting.wait(issue, by=carl, waiting_for="customer", until=until, reason=CANARY["waits"])
    waiting.resume(issue, by=carl)
    resolving.resolve(issue, by=carl, recipe=resolving.Recipe(CANARY["cause"], CANARY["cure"], CANARY["lesson"]))
    resolving.reopen(issue, by=carl, reason=CANARY["reopened"])


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


def test_nothing_that_is_ours_alone_reaches_the_customer(story: Issue, helen: Contact) -> None:
    run_due()
    letters = letters_to(helen)
    assert letters
    got = [f"{one.subject} {one.body} {html_of(one)} {one.message()}" for one in letters]
    got += everything(visitor(), path_in(letters[-1]))
    assert any("Which numbers?" in text for text in got)
    for name, word in CANARY.items():
        assert not [text for text in got if word in text], name


def test_the_canaries_are_there(story: Issue, world: World) -> None:
    page = making.client_of(world.maya).get(story.get_absolute_url()).content.decode()
    missing = {name for name, word in CANARY.items() if word not in page}
    assert missing <= {"file", "about", "jobtitle", "lastname", "segment", "othercontact", "skill", "when", "waits"}
