"""What writing a digest costs: the same statements however much there is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from digests.composing import write
from digests.sections import Window
from feeds.actions import posts
from feeds.models import Community
from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = dt.timedelta(hours=1)


def test_ten_or_one_potato_and_post_take_the_same_statements(
    sales: Community, rita: Person, maya: Person, carl: Person
) -> None:
    counts = []
    for number in range(10):
        issue = potatoes.flag(potatoes.Flag(title=f"Potato {number}"), by=rita)
        tasks.add(issue, by=maya, drafts=[TaskDraft(title=f"Bite {number}", skills=("SQL",))])
        posts.publish(by=maya, community=sales, body=f"Post {number}")
        counts.append(statements(carl))
    assert counts[0] == counts[-1]
    assert counts[-1] <= 10


def statements(person: Person) -> int:
    since = dt.datetime.now(dt.UTC) - HOUR
    fresh = Person.objects.get(pk=person.pk)
    with CaptureQueriesContext(connection) as asked:
        assert write(Window(fresh, since, since + 2 * HOUR), kind="daily", hour=dt.time(7, 30)) is not None
    return len(asked)
