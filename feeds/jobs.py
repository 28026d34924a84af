"""What falls due in feeds."""

from __future__ import annotations

from esn.activity.due import job
from esn.activity.models import DueJob
from feeds.actions import opening
from feeds.models import Community


@job(opening.SPREAD, inside=True)
def spread(due: DueJob) -> None:
    """Go on opening or closing a community."""
    community = Community.objects.filter(pk=due.payload["community"]).first()
    if community is not None:
        opening.spread(community)
