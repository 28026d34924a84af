"""How content customers were, over many potatoes and without anybody's name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from statistics import median_low

from django.db.models import Count
from django.utils.translation import gettext as _

from issues.actions.customers import SCORES
from issues.models import Satisfaction
from issues.models.issues import IssueQuerySet

LEAST = 5


@dataclass(frozen=True)
class Content:
    """How often each score from 1 to 5 was given; below five answers nothing is told."""

    counts: dict[int, int]

    @property
    def total(self) -> int:
        """How many answered."""
        return sum(self.counts.values())

    @property
    def is_group(self) -> bool:
        """Whether there are enough to be shown."""
        return self.total >= LEAST

    @property
    def value(self) -> str:
        """The middle answer in words, of those that may be shown."""
        if not self.is_group:
            return "–"
        return _("%(score)s of 5") % {"score": median_low(Counter(self.counts).elements())}

    @property
    def rows(self) -> list[tuple[int, int]]:
        """Score and count, the best first; none below five answers."""
        return sorted(self.counts.items(), reverse=True) if self.is_group else []

    @property
    def most(self) -> int:
        """The highest count."""
        return max(self.counts.values(), default=0) or 1


def content(flagged: IssueQuerySet) -> Content:
    """The scores that customers gave for these potatoes, in one query."""
    given = Satisfaction.objects.filter(issue__in=flagged.order_by().values("pk")).order_by()
    found = dict(given.values_list("score").annotate(Count("pk")))
    return Content({score: found.get(score, 0) for score in SCORES})


def about() -> str:
    """The definition."""
    return _("What customers answered when their potato was closed, from 1 to 5. Shown from five answers on.")
