"""What the auditor found, for administrators and moderators."""

import datetime as dt
from typing import Any

from django.http import Http404
from ninja import Schema

from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.issues import IssueRef, RestingOut
from issues.reading import audits as reading
from issues.reading.audits import Look

routes = Routes("audit")


class LackingOut(Schema):
    """A potato without a dated next step, and in words what it should be on."""

    issue: IssueRef
    lacks: str


class LookOut(Schema):
    """One look at everything open: what it gave a next step, and what it could not; `hidden` counts those that the
    caller may not see.
    """

    at: dt.datetime
    open: int
    mended: list[IssueRef]
    lacking: list[LackingOut]
    hidden: int

    @classmethod
    def of(cls, look: Look) -> "LookOut":
        """The look."""
        return cls(
            at=look.at,
            open=look.open_count,
            mended=[IssueRef.of(issue) for issue in look.mended],
            lacking=[LackingOut(issue=IssueRef.of(issue), lacks=words) for issue, words in look.lacking],
            hidden=look.hidden,
        )


class AuditOut(Schema):
    """The last look, the earlier ones that found something, and every ladder that ran out."""

    is_fine: bool
    latest: LookOut | None
    looks: list[LookOut]
    resting: list[RestingOut]


@routes.get("/audit", AuditOut)
def audit(request: Request) -> dict[str, Any]:
    """For administrators and moderators: whether anything open lacks a dated next step; a potato as one may see it."""
    reader = person_of(request)
    if not reading.may_read(reader):
        raise Http404
    found = reading.seen_by(reader)
    return {
        "is_fine": found["is_fine"],
        "latest": LookOut.of(found["latest"]) if found["latest"] else None,
        "looks": [LookOut.of(look) for look in found["looks"]],
        "resting": [RestingOut.of(issue) for issue in found["resting"]],
    }
