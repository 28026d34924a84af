"""Split by example, leaving one out: of the bites really used, how many would have been proposed?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pytest
from django.db import connection
from django.utils import timezone

from issues.models import Issue, Task
from issues.reading.proposals import Proposal, suggestions
from people.models import Person
from tests.issues.splitting.corpus import Corpus, draw, resolved
from tests.world import World

pytestmark = pytest.mark.django_db
POTATOES = 240
LEAST_BITES = 4
LEAST_RECALL = 0.6


@dataclass(frozen=True)
class Measured:
    """Of the bites used, how many were proposed, and how many with a tick; of those ticked, how many were used."""

    recall: float
    ticked_recall: float
    ticked_precision: float


def kind_of(proposal: Proposal, corpus: Corpus) -> str:
    """Which bite a proposal truly is: what most of the bites behind it are."""
    return Counter(corpus.kinds[task] for task in proposal.tasks).most_common(1)[0][0]


def measured(corpus: Corpus, viewer: Person, parked: Issue, *, every: int = 2) -> Measured:
    """Leave each potato with four real bites or more out in turn; the others suggest."""
    used = proposed = ticked = ticks = right = 0
    own: dict[int, set[str]] = {issue.pk: set() for issue in corpus.issues}
    for issue in corpus.issues:
        own[issue.pk] = {corpus.kinds[pk] for pk in issue.tasks.values_list("pk", flat=True)} - {""}
    for issue in corpus.issues[::every]:
        real = own[issue.pk]
        if len(real) < LEAST_BITES:
            continue
        found = left_out(issue, viewer, parked)
        kinds = {kind_of(one, corpus) for one in found}
        common = {kind_of(one, corpus) for one in found if one.is_common}
        used, proposed, ticked = used + len(real), proposed + len(real & kinds), ticked + len(real & common)
        ticks, right = ticks + len([one for one in found if one.is_common]), right + len(real & common)
    return Measured(proposed / used, ticked / used, right / ticks)


def left_out(issue: Issue, viewer: Person, parked: Issue) -> list[Proposal]:
    """What would have been proposed before it had bites: they lie with another potato for the moment."""
    bites = list(issue.tasks.values_list("pk", flat=True))
    Task.objects.filter(pk__in=bites).update(issue=parked)
    found = suggestions(issue, viewer).proposals
    Task.objects.filter(pk__in=bites).update(issue=issue)
    return found


@pytest.mark.parametrize("noise", [0.0, 0.2, 0.5])
def test_most_of_the_bites_really_used_would_have_been_proposed(noise: float, world: World, potato: Issue) -> None:
    drawn = list(draw(POTATOES, noise=noise))
    corpus = resolved(drawn, community=world.company, by=world.carl, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE issues_issuewords")
    found = measured(corpus, world.maya, potato)
    print(f"noise {noise}: {found}")
    assert found.recall >= LEAST_RECALL
    assert found.ticked_recall >= LEAST_RECALL
