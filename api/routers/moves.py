"""The moves of a potato; each answers it as it then is."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from api import finding
from api.auth import person_of
from api.routers.issues import out
from api.routers.posts import person_named, place_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.issues import Assign, HandoffOut, Into, IssueOut, MaybeReason, Offer, Place, Reason, RecipeIn, Wait
from esn.lib.errors import Refused
from issues.actions import feast, handoffs, joining, merging, potatoes, resolving, waiting
from issues.models import Issue
from people.models import Person

routes = Routes("moves")


def receiver(by: Person, handle: str) -> Person:
    """Whom it goes to. Raises Refused."""
    found = person_named(by, handle, "to")
    if found is None:
        raise Refused(_("Say to whom."), field="to")
    return found


Act = Callable[..., Issue]
PLAIN: dict[str, tuple[str, Act, str]] = {
    "catch": ("catch", potatoes.catch, "Take it: from here on the caller is accountable."),
    "appeal/accept": ("accept_appeal", potatoes.accept_appeal, "Grant the appeal."),
    "resume": ("resume", waiting.resume, "Go on."),
    "close": ("close", resolving.close, "The end."),
    "thank": ("thank", feast.thank, "Thank everyone who ate of it; its hunters may, once."),
    "undo-merge": ("undo_merge", merging.undo_merge, "Take the merge back."),
}
REASONED: dict[str, tuple[str, Act, str]] = {
    "discard": ("discard", potatoes.discard, "Set it aside as none."),
    "appeal": ("appeal", potatoes.appeal, "Ask a moderator to look again."),
    "appeal/reject": ("reject_appeal", potatoes.reject_appeal, "Refuse the appeal."),
    "allow-hunter": ("allow_hunter", potatoes.allow_hunter, "Let the hunter catch it after all."),
}


def _plain(name: str, act: Act, does: str) -> Callable[..., IssueOut]:
    """A move that needs no words."""

    def move(request: Request, issue_id: int) -> IssueOut:
        return out(act(finding.issue(request, issue_id), by=person_of(request)))

    move.__name__, move.__doc__ = name, does
    return move


def _reasoned(name: str, act: Act, does: str) -> Callable[..., IssueOut]:
    """A move that wants a reason."""

    def move(request: Request, issue_id: int, body: Reason) -> IssueOut:
        return out(act(finding.issue(request, issue_id), by=person_of(request), reason=body.reason))

    move.__name__, move.__doc__ = name, does
    return move


for _kind, _moves in ((_plain, PLAIN), (_reasoned, REASONED)):
    for _path, _facts in _moves.items():
        routes.post(f"/issues/{{issue_id}}/{_path}", IssueOut)(_kind(*_facts))


@routes.post("/issues/{issue_id}/wait", IssueOut)
def wait(request: Request, issue_id: int, body: Wait) -> IssueOut:
    """Pause it."""
    found = finding.issue(request, issue_id)
    by = person_of(request)
    return out(waiting.wait(found, by=by, waiting_for=body.waiting_for, until=body.until, reason=body.reason))


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


@routes.post("/issues/{issue_id}/merge", IssueOut)
def merge(request: Request, issue_id: int, body: Into) -> IssueOut:
    """Fold it into another."""
    found = finding.issue(request, issue_id)
    into = Issue.objects.visible_to(person_of(request)).filter(pk=body.into).first()
    if into is None:
        raise Refused(_("There is no such potato that you may see."), "invalid", "into")
    return out(merging.merge(found, by=person_of(request), into=into))


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
