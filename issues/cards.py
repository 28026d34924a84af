"""What a potato's card shows, viewer-neutral, in a fixed number of queries however many cards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esn import moments
from esn.activity.clock import now
from esn.ui import Action
from issues.lifecycle import HandoffStatus, Status
from issues.models import Handoff, Issue
from issues.reading import offers
from people.models import Person


@dataclass(frozen=True)
class Card:
    """One potato as the stream, the lists and the board show it: what templates/ui/ asks of an esn.ui.Card."""

    issue: Issue
    handoff: Handoff | None

    @property
    def headline(self) -> str:
        """Who is accountable, in a few words."""
        if self.issue.status == Status.FLAGGED:
            return _("Nobody has caught it yet")
        return _("%(name)s holds it") % {"name": self.issue.owner.first_name}

    @property
    def id(self) -> int:
        """The issue's id."""
        return self.issue.pk

    @property
    def key(self) -> str:
        """HP-123."""
        return self.issue.key

    @property
    def url(self) -> str:
        """Its page."""
        return self.issue.get_absolute_url()

    @property
    def title(self) -> str:
        """What hurts, in one sentence."""
        return self.issue.title

    @property
    def status(self) -> str:
        """Its state."""
        return self.issue.status

    @property
    def heat(self) -> int | None:
        """Its temperature; none for one that is no longer open."""
        return self.issue.heat if self.issue.is_open else None

    @property
    def total(self) -> int:
        """Bites in all."""
        return self.issue.task_total

    @property
    def done(self) -> int:
        """Bites eaten."""
        return self.issue.task_done

    @property
    def taken(self) -> int:
        """Bites on a plate."""
        return self.issue.task_taken

    @property
    def customer(self) -> str:
        """The customer's name."""
        return self.issue.customer.name if self.issue.customer else ""

    @property
    def tier(self) -> str:
        """How much the customer weighs."""
        return self.issue.customer.tier if self.issue.customer else ""

    @property
    def holder(self) -> Person | None:
        """Who holds it, once somebody caught it."""
        return None if self.issue.status == Status.FLAGGED else self.issue.owner

    @property
    def watch(self) -> Person | None:
        """Who is accountable until somebody catches it."""
        return self.issue.owner if self.issue.status == Status.FLAGGED else None

    @property
    def since(self) -> dt.datetime:
        """Since when."""
        return self.issue.owned_since

    @property
    def news_due(self) -> dt.datetime | None:
        """When the customer hears of us next."""
        return self.issue.next_news_due_at if self.issue.is_open else None

    @property
    def news_late(self) -> str:
        """`late` once promised news is overdue."""
        return "late" if self.issue.is_news_late(now()) else ""

    @property
    def waits(self) -> str:
        """For whom it waits, and until when."""
        return waits(self.issue)

    @property
    def latest(self) -> SafeString | str:
        """To whom it is offered just now, or how it ended."""
        if self.handoff:
            return format_html(_("Offered to {name}, who has not answered yet"), name=self.handoff.offered_to.name)
        return "" if self.issue.is_open else str(Status(self.issue.status).label)

    @property
    def latest_at(self) -> dt.datetime | None:
        """When that was."""
        if self.handoff:
            return self.handoff.offered_at
        return self.issue.closed_at or self.issue.resolved_at if not self.issue.is_open else None

    @property
    def acts(self) -> list[Action]:
        """What it offers to whoever looks, until the reader's own acts are laid over them."""
        return offers.neutral(self.issue, self.handoff)

    @property
    def version(self) -> str:
        """What its drawing depends on: the row, its heat, its toss, and whether its news is late."""
        toss = self.handoff.pk if self.handoff else ""
        return f"{self.issue.version}:{self.issue.heat}:{toss}:{self.news_late}"


def waits(issue: Issue) -> str:
    """`for the customer, until Thursday`, or nothing."""
    if issue.status != Status.WAITING:
        return ""
    whom = issue.get_waiting_for_display()
    if issue.waiting_until is None:
        return _("for %(whom)s") % {"whom": whom}
    return _("for %(whom)s, until %(until)s") % {"whom": whom, "until": moments.short(issue.waiting_until)}


def cards_of(ids: Iterable[int]) -> dict[int, Card]:
    """The card of each issue id, in one query."""
    toss = FilteredRelation("handoffs", condition=Q(handoffs__status=HandoffStatus.OFFERED))  # there is one at most
    wanted = Issue.objects.filter(pk__in=list(ids)).for_cards().annotate(toss=toss)
    rows = wanted.select_related("toss__offered_to", "toss__offered_by")  # type: ignore[misc]
    return {issue.pk: Card(issue, getattr(issue, "toss", None)) for issue in rows}


def cards_from(issues: Iterable[Issue]) -> list[Card]:
    """The cards of issues that were read `for_cards()`, in their order; one query for their tosses."""
    rows = list(issues)
    offers = Handoff.objects.filter(issue__in=rows, status=HandoffStatus.OFFERED).select_related(
        "offered_to", "offered_by"
    )
    handoffs = {handoff.issue_id: handoff for handoff in offers}
    return [Card(issue, handoffs.get(issue.pk)) for issue in rows]


def card_of(pk: int) -> Card:
    """The card of one issue."""
    return cards_of([pk])[pk]
