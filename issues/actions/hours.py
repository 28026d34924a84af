"""Setting when a community works."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from esn.activity.spine import action, record
from esn.lib.errors import Refused
from feeds.models import Community
from issues import calendars, events, policies
from issues.actions.ladders import replan_all
from issues.models import CommunityHours
from issues.working import forget_hours
from people.models import Person


@action
def set_hours(
    community: Community, *, by: Person, zone: str, days: Sequence[str], holidays: str, version: int | None
) -> CommunityHours:
    """Let promises and clocks go by these hours: seven days as people write them, and a holiday a line.

    Raises Refused for what cannot be understood, Conflict `stale_version` if somebody changed them meanwhile.
    """
    community = Community.objects.locked(community)
    if zone not in available_timezones():
        raise Refused(_("There is no such time zone."), field="zone")
    week = calendars.week_of(days)
    free = calendars.holidays_of(holidays)
    policies.check(policies.may_arrange(by, community))
    before = CommunityHours.objects.filter(community=community).first()
    policies.check_version(version, before.version if before else 0)
    hours, _new = CommunityHours.objects.update_or_create(
        community=community,
        defaults={
            "zone": zone,
            "week": [[[f"{shift.start:%H:%M}", f"{shift.end:%H:%M}"] for shift in day] for day in week],
            "holidays": {day.isoformat(): name for day, name in free.items()},
            "version": before.version + 1 if before else 1,
        },
    )
    _known_anew(community)
    said = [calendars.written(day) for day in week]
    record(events.hours_set, community, by=by, zone=zone, days=said, holidays=len(free))
    return hours


@action
def follow_company(community: Community, *, by: Person) -> None:
    """Go by the company's hours again. Twice is once."""
    policies.check(policies.may_arrange(by, community))
    gone, _counts = CommunityHours.objects.filter(community=community).delete()
    if gone:
        _known_anew(community)
        record(events.hours_set, community, by=by)


def _known_anew(community: Community) -> None:
    """What is planted by them is dated anew."""
    forget_hours()
    replan_all(community)
