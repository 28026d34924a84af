"""The hunter's own page: what he flagged and where it stands, what only he knows, what came back to him."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from esn.ui import Tile
from issues.actions import feast
from issues.models import Hunter, Issue, Question, Thanks
from issues.reading import given
from people.http import MemberRequest
from people.models import Person

MOST = 50


@require_GET
def melting(request: MemberRequest) -> HttpResponse:
    """What I flagged, where it stands, that I owe nothing, and the time that it gave me back; for my eyes only."""
    mine = Issue.objects.filter(reporter=request.user)
    latest = list(mine.for_cards().order_by("-flagged_at", "-id")[:MOST])
    ids = [issue.pk for issue in latest]
    by_potato = given.given_by_potato(mine.filter(pk__in=ids)) if ids else {}
    thanked = set(Thanks.objects.filter(issue__in=ids, person=request.user).values_list("issue_id", flat=True))
    lines = [
        (issue, given.hours(by_potato[issue.pk].net) if issue.pk in by_potato else "", _is_owed_thanks(issue, thanked))
        for issue in latest
    ]
    total = given.given_back(mine)
    facts = {"lines": lines, "questions": _asked_of(request.user), "total": total, "tiles": _net_tiles(total)}
    return render(request, "issues/melting.html", facts)


def _asked_of(hunter: Person) -> list[Question]:
    """What waits for the hunter's answer, of all potatoes that he hunts, oldest first."""
    hunted = Q(issue__reporter=hunter) | Q(issue__in=Hunter.objects.filter(person=hunter).values("issue_id"))
    waiting = Question.objects.filter(hunted, answered_at=None).select_related("issue", "asked_by")
    return list(waiting.order_by("asked_at", "id")[:MOST])


def _is_owed_thanks(issue: Issue, thanked: set[int]) -> bool:
    return issue.status in feast.OVER and issue.task_done > 0 and issue.pk not in thanked


def _net_tiles(total: given.Given) -> list[Tile]:
    return [
        Tile(_("Given back"), given.hours(total.net), _("in all"), _("Eaten and coordinated by others, less my own.")),
        Tile(_("Eaten by others"), given.hours(total.eaten), "", _("Effort of the bites that others ate.")),
        Tile(_("Coordinated by others"), given.hours(total.around), "", given.coordination()),
        Tile(_("My own part"), given.hours(total.own), "", _("My bites, and 5 minutes a question answered.")),
    ]
