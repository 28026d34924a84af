"""The table: bites that wait for somebody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from esn.lib.http import is_fragment
from esn.live import streams
from issues.models import Task
from issues.reading import table
from people.http import MemberRequest

MOST_SKILL = 60


@require_GET
def page(request: MemberRequest) -> HttpResponse:
    """What fits the reader first, then the hottest; narrowed by a skill in the address."""
    region = streams.region(request.user.pk, "board")
    skill = request.GET.get("skill", "").replace("\0", "")[:MOST_SKILL]
    cursor = request.GET.get("cursor")
    offers = table.offers(request.user, skill=skill, cursor=cursor)
    facts = {"offers": offers.items, "next": offers.next, "skill": skill, "region": region}
    if is_fragment(request):
        return render(request, "issues/_offers.html", facts)
    fitting, unwanted = ([], []) if skill or cursor else (table.fitting(request.user), table.unwanted(request.user))
    plate = Task.objects.held_by(request.user).count()
    counts = {"on_table": table.open_bites(request.user, skill=skill).count(), "plate": plate}
    return render(request, "issues/table.html", {**facts, **counts, "fitting": fitting, "unwanted": unwanted})
