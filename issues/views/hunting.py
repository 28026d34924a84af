"""The hunter's own page: what he flagged and where it stands, what only he knows, what came back to him."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from esn.ui import Tile
from issues.models import Issue
from issues.reading import given, hunt
from people.http import MemberRequest

MOST = 50


@require_GET
def melting(request: MemberRequest) -> HttpResponse:
    """What I hunt, where it stands, what I owe of it, and the time that it gave me back; for my eyes only."""
    latest = Issue.objects.hunted_by(request.user).for_cards().order_by("-flagged_at", "-id")[:MOST]
    hunted = hunt.hunted(list(latest), request.user)
    total = given.given_back(Issue.objects.filter(reporter=request.user))
    questions = hunt.asked_of(request.user)
    facts = {
        "lines": [(one.issue, given.hours(one.given.net), one.may_thank) for one in hunted], "questions": questions,
        "owed": _owed(hunt.owed(request.user, questions)), "total": total, "tiles": _net_tiles(total),
    }  # fmt: skip
    return render(request, "issues/melting.html", facts)


def _owed(owed: hunt.Owed) -> list[str]:
    """What of all that is still the hunter's own to do, in sentences; as a rule nothing."""
    questions, held, bites = owed.questions, owed.potatoes, owed.bites
    said = [
        (questions, ngettext("One question waits for your tap.", "%(count)s questions wait for your tap.", questions)),
        (held, ngettext("One potato is in your own hands.", "%(count)s potatoes are in your own hands.", held)),
        (bites, ngettext("One bite is on your own plate.", "%(count)s bites are on your own plate.", bites)),
    ]
    return [sentence % {"count": count} for count, sentence in said if count]


def _net_tiles(total: given.Given) -> list[Tile]:
    return [
        Tile(_("Given back"), given.hours(total.net), _("in all"), _("Eaten and coordinated by others, less my own.")),
        Tile(_("Eaten by others"), given.hours(total.eaten), "", _("Effort of the bites that others ate.")),
        Tile(_("Coordinated by others"), given.hours(total.around), "", given.coordination()),
        Tile(_("My own part"), given.hours(total.own), "", _("My bites, and 5 minutes a question answered.")),
    ]
