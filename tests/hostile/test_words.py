"""Words of which nothing is seen, words that turn their neighbours around, and days beyond all calendars."""

from __future__ import annotations

import pytest

from esn.lib.text import check_text
from feeds.models import Comment, Post
from issues.models import Issue
from people.models import Person
from tests.cast import ClientOf

pytestmark = pytest.mark.django_db
UNSEEN = ["\u200b", "\u2060\ufeff", "\u00ad \u180e", "\u2800\u3164", "\u202e\u202d", "\u200d" * 500]


@pytest.mark.parametrize("unseen", UNSEEN)
def test_nothing_is_called_or_said_in_letters_that_nobody_sees(
    unseen: str, potato: Issue, carl: Person, client_of: ClientOf
) -> None:
    client = client_of(carl)
    for path, body in (
        ("issues", {"title": unseen}),
        ("posts", {"body": unseen}),
        (f"posts/{potato.post_id}/comments", {"body": unseen}),
        ("communities", {"name": unseen, "slug": "unseen"}),
        ("customers", {"name": unseen}),
    ):
        answer = client.post(f"/api/v1/{path}", body, content_type="application/json")
        assert answer.status_code == 422, (path, answer.json())
    assert (Issue.objects.count(), Comment.objects.count()) == (1, 0)
    assert Post.objects.count() == 1


def test_a_family_of_joined_letters_stays_whole_and_an_override_goes() -> None:
    assert check_text("👨\u200d👩\u200d👧 e\u0301", most=99, name="body") == "👨\u200d👩\u200d👧 e\u0301"
    assert check_text("invoice\u202egnp.exe", most=99, name="body") == "invoicegnp.exe"


@pytest.mark.parametrize(
    "query", ["from=0001-01-01", "to=9999-12-31", "from=0001-01-01&to=9999-12-31", "to=1900-02-29"]
)
def test_the_figures_of_all_ages_are_answered(query: str, potato: Issue, carl: Person, client_of: ClientOf) -> None:
    client = client_of(carl)
    assert client.get(f"/insights/?{query}").status_code == 200
    assert client.get(f"/insights/figures.csv?{query}").status_code == 200
    assert client.get(f"/api/v1/insights?{query}").status_code == 422
