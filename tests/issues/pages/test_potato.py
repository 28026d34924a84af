"""The page of a potato: what it shows, to whom, and how many queries it takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from issues.models import Issue
from people.models import Person

ClientOf = Callable[[Person], Client]
pytestmark = pytest.mark.django_db


def test_the_page_tells_the_story_and_the_state(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    page = client_of(carl).get(f"/issues/{potato.pk}/").content.decode()
    assert potato.title in page
    assert "Aldera Foods" in page
    assert "Maya is on watch" in page
    assert "Catch" in page
