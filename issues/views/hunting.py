"""The hunter's own page: what he flagged and where it stands, what only he knows, what came back to him."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from esn.ui import Tile
from issues.actions import feast
from issues.models import Issue, Question, Task, Thanks
from issues.reading import given
from people.http import MemberRequest
from people.models import Person

MOST = 50


@require_GET
def melting(request: MemberRequest) -> HttpResponse:
    """What I hunt, where it stands, what I owe of it, and the time that it gave me back; for my eyes only."""
    mine = Issue.objects.filter(reporter=request.user)
    hunted = Issue.objects.hunted_by(request.user)
    latest = list(hunted.for_cards().order_by("-flagged_at", "-id")[:MOST])
    ids = [issue.pk for issue in latest]
    by_potato = given.given_by_potato(mine.filter(pk__in=ids)) if ids else {}
    thanked = set(Thanks.objects.filter(issue__in=ids, person=request.user).values_list("issue_id", flat=True))
    back = [(issue, by_potato.get(issue.pk, given.Given())) for issue in latest]
    lines = [(issue, given.hours(one.net), one.eaten > 0 and _may_thank(issue, thanked)) for issue, one in back]
    total = given.given_back(mine)
    questions = _asked_of(request.user)
    facts = {
        "lines": lines, "questions": questions, "owed": _owed(request.user, len(questions)), "total": total,
        "tiles": _net_tiles(total),
    }  # fmt: skip
    return render(request, "issues/melting.html", facts)


def _owed(hunter: Person, questions: int) -> list[str]:
    """What of all that is still the hunter's own to do, in sentences; as a rule nothing."""
    hunted = Issue.objects.hunted_by(hunter).open()
    held = hunted.filter(owner=hunter).count()
    bites = Task.objects.held_by(hunter).filter(issue__in=hunted).count()
    said = [
        (questions, ngettext("One question waits for your tap.", "%(count)s questions wait for your tap.", questions)),
        (held, ngettext("One potato is in your own hands.", "%(count)s potatoes are in your own hands.", held)),
        (bites, ngettext("One bite is on your own plate.", "%(count)s bites are on your own plate.", bites)),
    ]
    return [sentence % {"count": count} for count, sentence in said if count]


def _asked_of(hunter: Person) -> list[Question]:
    """What waits for the hunter's answer, of all potatoes that he hunts, oldest first."""
    hunted = Issue.objects.hunted_by(hunter)
    waiting = Question.objects.filter(issue__in=hunted, answered_at=None).select_related("issue", "asked_by")
    return list(waiting.order_by("asked_at", "id")[:MOST])


def _may_thank(issue: Issue, thanked: set[int]) -> bool:
    return issue.status in feast.OVER and issue.pk not in thanked


def _net_tiles(total: given.Given) -> list[Tile]:
    return [
        Tile(_("Given back"), given.hours(total.net), _("in all"), _("Eaten and coordinated by others, less my own.")),
        Tile(_("Eaten by others"), given.hours(total.eaten), "", _("Effort of the bites that others ate.")),
        Tile(_("Coordinated by others"), given.hours(total.around), "", given.coordination()),
        Tile(_("My own part"), given.hours(total.own), "", _("My bites, and 5 minutes a question answered.")),
    ]
