"""The moves of a potato; each answers it as it then is."""

from django.utils.translation import gettext as _

from api import finding
from api.auth import person_of
from api.routers.issues import out
from api.routers.posts import person_named, place_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.issues import Assign, HandoffOut, Into, IssueOut, MaybeReason, Offer, Place, Reason, RecipeIn, Wait
from esn.lib.errors import Refused
from issues.actions import handoffs, joining, merging, potatoes, resolving, waiting
from issues.models import Issue
from people.models import Person

routes = Routes("moves")


def receiver(by: Person, handle: str) -> Person:
    """Whom it goes to. Raises Refused."""
    found = person_named(by, handle, "to")
    if found is None:
        raise Refused(_("Say to whom."), field="to")
    return found


@routes.post("/issues/{issue_id}/catch", IssueOut)
def catch(request: Request, issue_id: int) -> IssueOut:
    """Take it: from here on the caller is accountable."""
    return out(potatoes.catch(finding.issue(request, issue_id), by=person_of(request)))


@routes.post("/issues/{issue_id}/discard", IssueOut)
def discard(request: Request, issue_id: int, body: Reason) -> IssueOut:
    """Set it aside as none."""
    return out(potatoes.discard(finding.issue(request, issue_id), by=person_of(request), reason=body.reason))


@routes.post("/issues/{issue_id}/appeal", IssueOut)
def appeal(request: Request, issue_id: int, body: Reason) -> IssueOut:
    """Ask a moderator to look again."""
    return out(potatoes.appeal(finding.issue(request, issue_id), by=person_of(request), reason=body.reason))


@routes.post("/issues/{issue_id}/appeal/accept", IssueOut)
def accept_appeal(request: Request, issue_id: int) -> IssueOut:
    """Grant the appeal."""
    return out(potatoes.accept_appeal(finding.issue(request, issue_id), by=person_of(request)))


@routes.post("/issues/{issue_id}/appeal/reject", IssueOut)
def reject_appeal(request: Request, issue_id: int, body: Reason) -> IssueOut:
    """Refuse the appeal."""
    return out(potatoes.reject_appeal(finding.issue(request, issue_id), by=person_of(request), reason=body.reason))


@routes.post("/issues/{issue_id}/allow-hunter", IssueOut)
def allow_hunter(request: Request, issue_id: int, body: Reason) -> IssueOut:
    """Let the hunter catch it after all."""
    return out(potatoes.allow_hunter(finding.issue(request, issue_id), by=person_of(request), reason=body.reason))


@routes.post("/issues/{issue_id}/wait", IssueOut)
def wait(request: Request, issue_id: int, body: Wait) -> IssueOut:
    """Pause it."""
    found = finding.issue(request, issue_id)
    by = person_of(request)
    return out(waiting.wait(found, by=by, waiting_for=body.waiting_for, until=body.until, reason=body.reason))


@routes.post("/issues/{issue_id}/resume", IssueOut)
def resume(request: Request, issue_id: int) -> IssueOut:
    """Go on."""
    return out(waiting.resume(finding.issue(request, issue_id), by=person_of(request)))


@routes.post("/issues/{issue_id}/resolve", IssueOut)
def resolve(request: Request, issue_id: int, body: RecipeIn) -> IssueOut:
    """The problem is gone."""
    found = finding.issue(request, issue_id)
    recipe = resolving.Recipe(body.cause, body.cure, body.lesson)
    return out(resolving.resolve(found, by=person_of(request), recipe=recipe, effort=body.effort or ""))


@routes.post("/issues/{issue_id}/reopen", IssueOut)
def reopen(request: Request, issue_id: int, body: MaybeReason) -> IssueOut:
    """Open it again."""
    return out(resolving.reopen(finding.issue(request, issue_id), by=person_of(request), reason=body.reason))


@routes.post("/issues/{issue_id}/close", IssueOut)
def close(request: Request, issue_id: int) -> IssueOut:
    """The end."""
    return out(resolving.close(finding.issue(request, issue_id), by=person_of(request)))


@routes.post("/issues/{issue_id}/merge", IssueOut)
def merge(request: Request, issue_id: int, body: Into) -> IssueOut:
    """Fold it into another."""
    found = finding.issue(request, issue_id)
    into = Issue.objects.visible_to(person_of(request)).filter(pk=body.into).first()
    if into is None:
        raise Refused(_("There is no such potato that you may see."), "invalid", "into")
    return out(merging.merge(found, by=person_of(request), into=into))


@routes.post("/issues/{issue_id}/undo-merge", IssueOut)
def undo_merge(request: Request, issue_id: int) -> IssueOut:
    """Take the merge back."""
    return out(merging.undo_merge(finding.issue(request, issue_id), by=person_of(request)))


@routes.post("/issues/{issue_id}/move", IssueOut)
def move(request: Request, issue_id: int, body: Place) -> IssueOut:
    """Put it before another community."""
    found = finding.issue(request, issue_id)
    community = place_of(person_of(request), body.community)
    return out(joining.move(found, by=person_of(request), community=community))


@routes.post("/issues/{issue_id}/offer", HandoffOut, status=201)
def offer(request: Request, issue_id: int, body: Offer) -> HandoffOut:
    """Toss it to somebody."""
    by, found = person_of(request), finding.issue(request, issue_id)
    return HandoffOut.of(handoffs.offer(found, by=by, to=receiver(by, body.to), reason=body.reason))


@routes.post("/issues/{issue_id}/assign", IssueOut)
def assign(request: Request, issue_id: int, body: Assign) -> IssueOut:
    """Give it to somebody at once; its moderators may."""
    by, found = person_of(request), finding.issue(request, issue_id)
    return out(handoffs.assign(found, by=by, to=receiver(by, body.to), reason=body.reason))
