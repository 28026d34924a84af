"""What a potato's card shows, viewer-neutral, in a fixed number of queries however many cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from issues.lifecycle import HandoffStatus, Status
from issues.models import Handoff, Issue


@dataclass(frozen=True)
class Card:
    """One potato as the stream, the lists and the board show it."""

    issue: Issue
    handoff: Handoff | None

    @property
    def headline(self) -> str:
        """Who is accountable, in a few words."""
        if self.issue.status == Status.FLAGGED:
            return _("Nobody has caught it yet")
        return _("%(name)s holds it") % {"name": self.issue.owner.first_name}


def cards_of(ids: Iterable[int]) -> dict[int, Card]:
    """The card of each issue id, in two queries."""
    wanted = list(ids)
    issues = {issue.pk: issue for issue in Issue.objects.filter(pk__in=wanted).for_cards()}
    offers = Handoff.objects.filter(issue__in=wanted, status=HandoffStatus.OFFERED).select_related("offered_to")
    handoffs = {handoff.issue_id: handoff for handoff in offers}
    return {pk: Card(issue, handoffs.get(pk)) for pk, issue in issues.items()}


def card_of(pk: int) -> Card:
    """The card of one issue."""
    return cards_of([pk])[pk]
