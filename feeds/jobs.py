"""What falls due in feeds."""

from __future__ import annotations

from esn.activity.due import every, job
from esn.activity.models import DueJob
from feeds.actions import files, opening, sending
from feeds.models import Community


@job(opening.SPREAD, inside=True)
def spread(due: DueJob) -> None:
    """Go on opening or closing a community."""
    community = Community.objects.filter(pk=due.payload["community"]).first()
    if community is not None:
        opening.spread(community)


@every(3600, "feeds.forget_loose")
def forget_loose() -> None:
    """Throw away the files that hang nowhere."""
    while files.forget_loose():
        continue


@every(3600, "feeds.forget_sent")
def forget_sent() -> None:
    """Forget the forms of a month ago."""
    while sending.forget_sent():
        continue
