"""The most statements that a page may take with a thousand rows; that it grows with none is asked elsewhere."""

from __future__ import annotations

import pytest
from django.db import connection

from issues.lifecycle import Status
from issues.models import Issue, Task
from people.models import Skill
from tests import world as making
from tests.cast import ClientOf
from tests.counted import statements
from tests.world import World

pytestmark = pytest.mark.django_db
MOST = {
    "/board/wall/": 24,
    "/board/views/": 24,
    "/board/": 18,
    "/board/?lane=holder&min_heat=5": 18,
    "/table/": 32,
    "/table/?skill=sql": 28,
    "/insights/": 24,
    "/c/company/watch/": 24,
    "/c/company/rules/": 20,
    "/c/company/ladders/": 24,
    "/issues/{issue}/forecast/": 48,
    "/customers/{customer}/": 36,
    "/customers/": 24,
    "/issues/{issue}/news/": 30,
    "/issues/{issue}/links/": 24,
    "/c/company/news/": 24,
    "/HP-{issue}": 60,
    "/": 14,
    "/issues/": 20,
    "/people/carl/": 40,
}
STATES = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS)


def fill(world: World, size: int) -> None:
    """Potatoes of three states with a bite each on the table, which asks for a skill."""
    first = making.potato(by=world.rita, title="The first", customer=making.customer(f"Customer {size}", by=world.rita))
    sql = Skill.objects.get(name="SQL")
    issues = Issue.objects.bulk_create(
        Issue(
            title=f"{size} {number}", community=world.company, reporter=world.rita, owner=world.carl,
            customer=first.customer, owned_since=first.flagged_at, flagged_at=first.flagged_at,
            heat_at=first.flagged_at, progress_at=first.flagged_at, heat=number % 100, status=STATES[number % 3],
        )
        for number in range(size)
    )  # fmt: skip
    tasks = Task.objects.bulk_create(
        Task(issue=issue, title="Bite", proposed_by=world.carl, created=issue.flagged_at, touched_at=issue.flagged_at)
        for issue in issues
    )
    Task.skills.through.objects.bulk_create(Task.skills.through(task=task, skill=sql) for task in tasks)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE issues_issue, issues_task, issues_task_skills")  # as autovacuum would have


def test_no_page_takes_more_than_it_may(world: World, potato: Issue, client_of: ClientOf) -> None:
    assert potato.customer is not None
    client = client_of(world.ines)
    fill(world, 1000)
    told = {url: statements(client, url.format(customer=potato.customer.pk, issue=potato.pk)) for url in MOST}
    assert {url: count for url, count in told.items() if count > MOST[url]} == {}
