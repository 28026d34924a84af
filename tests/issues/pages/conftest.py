"""A browser on a potato's page, and potatoes in every state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from issues.actions import customers, eating, potatoes, resolving, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue, Task
from people.models import Person
from tests.cast import ClientOf


@dataclass(frozen=True)
class Visitor:
    """Somebody at the page of a potato: as a plain browser, or as htmx does it."""

    client: Client
    issue: Issue

    def see(self, path: str = "") -> str:
        """What the page says."""
        return self.client.get(f"/issues/{self.issue.pk}/{path}").content.decode()

    def do(self, move: str, **said: Any) -> Any:
        """Send a plain form; a path that begins with a slash stands for itself."""
        path = move if move.startswith("/") else f"/issues/{self.issue.pk}/{move}/"
        return self.client.post(path, said)

    def tap(self, move: str, *, target: str = "", **said: Any) -> Any:
        """Send it as htmx does, from the page or from the element `target`."""
        path = move if move.startswith("/") else f"/issues/{self.issue.pk}/{move}/"
        headers = {"HX-Request": "true", "HX-Target": target or f"page-{self.issue.pk}"}
        return self.client.post(path, said, headers=headers)

    def fresh(self) -> Issue:
        """The potato as it is now."""
        return Issue.objects.get(pk=self.issue.pk)


At = Callable[[Person], Visitor]


@pytest.fixture
def at(potato: Issue, client_of: ClientOf) -> At:
    """`at(carl)` is Carl at the page of the potato."""
    return lambda person: Visitor(client_of(person), potato)


@pytest.fixture
def caught(potato: Issue, carl: Person) -> Issue:
    """Carl holds it."""
    return potatoes.catch(potato, by=carl)


@pytest.fixture
def bite(caught: Issue, carl: Person) -> Task:
    """On the table."""
    return tasks.add(caught, by=carl, drafts=[TaskDraft(title="Stop the double run")])[0]


@pytest.fixture
def resolved(caught: Issue, bite: Task, carl: Person) -> Issue:
    """Eaten, told and resolved."""
    tasks.take(bite, by=carl)
    eating.finish(bite, by=carl, effort="S")
    customers.publish_news(caught, by=carl, body="It is gone.")
    return resolving.resolve(caught, by=carl)
