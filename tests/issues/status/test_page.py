"""The customer's page: what it shows, what it takes, and what never reaches it."""

from __future__ import annotations

import datetime as dt
import secrets
from ipaddress import IPv4Address
from itertools import count

import pytest
from django.test import Client
from django.utils import timezone

from feeds.actions import posts
from issues.actions import contacts, customers, eating, potatoes, questions, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.lifecycle import Status
from issues.models import Contact, Customer, CustomerLink, Issue
from people.models import Person
from tests.world import World

pytestmark = pytest.mark.django_db
SECRET = "zebra-canary"
NETWORKS = count(secrets.randbelow(0xFFFF00))


def visitor(**how: object) -> Client:
    """A browser of nobody we know, from a network of its own, so that no test spends another's patience."""
    return Client(REMOTE_ADDR=str(IPv4Address(0x0A000000 + next(NETWORKS))), **how)  # type: ignore[arg-type]


@pytest.fixture
def contact(potato: Issue, aldera: Customer, rita: Person) -> Contact:
    return contacts.add_contact(aldera, by=rita, name="Hélène Petit", email="helene@aldera.example", language="fr")


@pytest.fixture
def held(potato: Issue, carl: Person) -> Issue:
    return potatoes.catch(potato, by=carl)


@pytest.fixture
def address(held: Issue, contact: Contact, carl: Person) -> str:
    _link, url = customers.issue_link(held, by=carl, contact=contact)
    return url.split("//", 1)[1].split("/", 1)[1].join(["/", ""])


def test_the_customer_reads_the_news_without_a_login_in_her_language(address: str, held: Issue, carl: Person) -> None:
    customers.publish_news(held, by=carl, body="Plus rien ne partira en double.")
    page = visitor().get(address)
    assert page.status_code == 200
    text = page.content.decode()
    assert 'lang="fr"' in text
    assert "Plus rien ne partira en double." in text
    assert "HP-" in text
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "same-origin")
    assert "noindex" in page["X-Robots-Tag"]


def test_nothing_internal_reaches_the_page(world: World, contact: Contact) -> None:
    flagged = potatoes.Flag(title=f"{SECRET} title", description=f"{SECRET} text", customer=contact.customer)
    issue = potatoes.flag(flagged, by=world.rita)
    potatoes.catch(issue, by=world.carl)
    bite = TaskDraft(f"{SECRET} bite", done_when=f"{SECRET} when", skills=[f"{SECRET} skill"])
    (task,) = tasks.add(issue, by=world.carl, drafts=[bite])
    tasks.take(task, by=world.ines)
    eating.block(task, by=world.ines, reason=f"{SECRET} reason")
    eating.finish(task, by=world.ines, effort="S")
    questions.ask(issue, by=world.carl, body=f"{SECRET} question")
    assert issue.post is not None
    posts.comment(issue.post, by=world.carl, body=f"{SECRET} comment")
    customers.publish_news(issue, by=world.carl, body="All is well.")
    recipe = resolving.Recipe(f"{SECRET} cause", f"{SECRET} cure", f"{SECRET} lesson")
    resolving.resolve(issue, by=world.carl, recipe=recipe)
    _link, url = customers.issue_link(issue, by=world.carl, contact=contact)
    page = visitor().get("/s/" + url.rsplit("/s/", 1)[1])
    assert page.status_code == 200
    assert SECRET not in page.content.decode()
    assert SECRET not in str(page.headers)


def test_every_link_that_opens_nothing_answers_the_same(address: str, held: Issue, carl: Person) -> None:
    token = address.removeprefix("/s/").rstrip("/")
    flipped = ("b" if token[0] == "a" else "a") + token[1:]
    answers = [visitor().get(f"/s/{name}/") for name in (flipped, "x", "unknown-" * 6)]
    CustomerLink.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    answers.append(visitor().get(address))
    CustomerLink.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    customers.revoke_link(CustomerLink.objects.get(), by=carl)
    answers.append(visitor().get(address))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_a_link_is_stored_as_its_digest_alone(address: str) -> None:
    token = address.removeprefix("/s/").rstrip("/")
    assert token not in str(list(CustomerLink.objects.values()))


def test_not_solved_opens_it_again_and_solved_closes_it(address: str, held: Issue, carl: Person) -> None:
    customers.publish_news(held, by=carl, body="Done.")
    resolving.resolve(held, by=carl, effort="XS")
    client = visitor(enforce_csrf_checks=True)
    assert client.post(f"{address}answer/", {"say": "not_solved"}).status_code == 403
    client = visitor()
    assert (
        client.post(f"{address}answer/", {"say": "not_solved", "body": "Still twice"}, follow=True).status_code == 200
    )
    assert Issue.objects.get(pk=held.pk).status == Status.IN_PROGRESS
    (left,) = held.tasks.filter(status="open")
    tasks.take(left, by=carl)
    eating.finish(left, by=carl, effort="S")
    customers.publish_news(held, by=carl, body="Now really.")
    resolving.resolve(held, by=carl)
    client.post(f"{address}answer/", {"say": "solved"})
    assert Issue.objects.get(pk=held.pk).status == Status.CLOSED


def test_an_empty_message_keeps_the_page_and_says_what_is_missing(address: str) -> None:
    answer = visitor().post(f"{address}answer/", {"say": "message", "body": "  "})
    assert answer.status_code == 422
    assert "body-error" in answer.content.decode()


def test_a_message_wakes_a_potato_that_waits_for_the_customer(address: str, held: Issue, carl: Person) -> None:
    customers.publish_news(held, by=carl, body="Which invoices?")
    until = timezone.now() + dt.timedelta(days=3)
    waiting.wait(held, by=carl, waiting_for="customer", until=until, reason="needs the numbers")
    visitor().post(f"{address}answer/", {"say": "message", "body": "Numbers 1 to 9"})
    assert Issue.objects.get(pk=held.pk).status == Status.CAUGHT


def test_who_asks_too_often_is_told_to_wait(address: str) -> None:
    one = visitor()
    answers = [one.get(address).status_code for _ in range(121)]  # two minutes hold 120 at the most
    assert answers.count(429) >= 1


@pytest.mark.parametrize("pieces", [1, 40])
def test_the_page_costs_the_same_however_much_there_is(
    address: str, held: Issue, carl: Person, pieces: int, django_assert_max_num_queries: object
) -> None:
    for number in range(pieces):
        customers.publish_news(held, by=carl, body=f"News {number}")
    tasks.add(held, by=carl, drafts=[TaskDraft(f"Bite {number}") for number in range(pieces)])
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        assert visitor().get(address).status_code == 200
