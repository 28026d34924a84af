"""Answering a toss; each answers the potato as it then is."""

from api import finding
from api.auth import person_of
from api.routers.issues import out
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.issues import HandoffOut, IssueOut, MaybeReason
from issues.actions import handoffs as acting

routes = Routes("handoffs")


@routes.get("/handoffs/{handoff_id}", HandoffOut)
def handoff(request: Request, handoff_id: int) -> HandoffOut:
    """One toss."""
    return HandoffOut.of(finding.handoff(request, handoff_id))


@routes.post("/handoffs/{handoff_id}/accept", IssueOut)
def accept(request: Request, handoff_id: int) -> IssueOut:
    """Catch it."""
    return out(acting.accept(finding.handoff(request, handoff_id), by=person_of(request)))


@routes.post("/handoffs/{handoff_id}/refuse", IssueOut)
def refuse(request: Request, handoff_id: int, body: MaybeReason) -> IssueOut:
    """Say no."""
    return out(acting.refuse(finding.handoff(request, handoff_id), by=person_of(request), reason=body.reason))


@routes.post("/handoffs/{handoff_id}/withdraw", IssueOut)
def withdraw(request: Request, handoff_id: int) -> IssueOut:
    """Take it back."""
    return out(acting.withdraw(finding.handoff(request, handoff_id), by=person_of(request)))
