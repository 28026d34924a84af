"""What potatoes show on a profile: the bites on the plate, and beside a skill what was done with it. Never a score."""

from __future__ import annotations

from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn import moments
from issues.lifecycle import TaskStatus
from issues.models import Issue, Task
from people.http import MemberRequest
from people.models import Person
from people.sections import Evidence, Section, panel, proof

SHOWN = 8


@panel("20-holds")
def holds(request: MemberRequest, person: Person) -> Section | None:
    """The open potatoes that the person is accountable for, the hottest first. One query."""
    seen = Issue.objects.visible_to(request.user).open().filter(owner=person)
    issues = list(seen.select_related("customer").hottest()[:SHOWN])
    return Section(_("Holds"), "issues/_profile_holds.html", {"issues": issues}) if issues else None


@panel("30-plate")
def plate(request: MemberRequest, person: Person) -> Section | None:
    """The bites that the person has taken, the oldest first. One query."""
    taken = Task.objects.visible_to(request.user).held_by(person)
    tasks = list(taken.select_related("issue__customer").order_by("touched_at", "pk")[:SHOWN])
    facts = {"tasks": tasks, "appetite": person.appetite}
    return Section(_("On the plate"), "issues/_profile_plate.html", facts) if tasks else None


@proof
def eaten(viewer: Person, person: Person) -> dict[int, Evidence]:
    """How many bites with each skill, and when the last; nothing of who does not want to be suggested. One query."""
    if not person.is_suggestible and viewer.pk != person.pk:
        return {}
    done = Task.objects.visible_to(viewer).filter(assignee=person, status=TaskStatus.DONE, finished_at__isnull=False)
    rows = done.filter(skills__isnull=False).values_list("skills")
    found = rows.annotate(count=Count("pk", distinct=True), last=Max("finished_at"))
    today = timezone.localdate()
    return {
        skill: Evidence(
            _("last %(day)s") % {"day": moments.day(timezone.localtime(last).date(), today=today)},
            ngettext("%(count)d bite", "%(count)d bites", count) % {"count": count},
        )
        for skill, count, last in found
    }
