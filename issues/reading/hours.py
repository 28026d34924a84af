"""The working hours of a community to be read: who changed them, and to what."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esn.activity.models import Activity
from feeds.models import Community
from issues import events
from issues.reading import arranged
from issues.reading.arranged import Change, People


def changes(community: Community) -> list[Change]:
    """The latest changes, newest first, in two queries."""
    return arranged.changes(community, (events.hours_set.name,), _words)


def _words(row: Activity, _people: People) -> str:
    days = row.facts.get("days")
    if days is None:
        return _("the company's hours")
    week = " · ".join(f"{WEEKDAYS_ABBR[number]} {said}" for number, said in enumerate(days) if said)
    free = row.facts["holidays"]
    holidays = ngettext("%(count)d holiday", "%(count)d holidays", free) % {"count": free}
    return f"{week} · {row.facts['zone']} · {holidays}"
