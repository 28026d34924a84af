"""What a potato learned and lost: its recipe, its pauses, and the time that it gave back to the caller."""

import datetime as dt

from ninja import Schema

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Items, PersonRef, Request, items
from issues.models import Issue, Resolution
from issues.reading import given
from issues.reading.pauses import Pause
from issues.reading.pauses import pauses as paused

routes = Routes("eaten")


class WrittenOut(Schema):
    """A recipe: what caused it, what cured it, what was learned."""

    cause: str
    cure: str
    lesson: str
    by: PersonRef
    at: dt.datetime

    @classmethod
    def of(cls, one: Resolution) -> "WrittenOut":
        """The recipe as it was written; who wrote it should be loaded."""
        return cls(cause=one.cause, cure=one.cure, lesson=one.lesson, by=PersonRef.of(one.by), at=one.at)


class PauseOut(Schema):
    """A stretch of waiting; `until` is null while it lasts."""

    since: dt.datetime
    until: dt.datetime | None
    waiting_for: str
    reason: str

    @classmethod
    def of(cls, one: Pause) -> "PauseOut":
        """The pause."""
        return cls(since=one.since, until=one.until, waiting_for=one.kind, reason=one.reason)


class GivenToMeOut(Schema):
    """Minutes given back to the caller, over so many potatoes that he flagged; negative where he did more himself."""

    potatoes: int
    net_min: int
    eaten_min: int
    coordinated_min: int
    own_min: int


@routes.get("/issues/{issue_id}/recipe", Items[WrittenOut])
def recipe(request: Request, issue_id: int) -> dict[str, object]:
    """Its recipe, if one is written."""
    found = finding.issue(request, issue_id)
    return items(Resolution.objects.filter(issue=found).select_related("by"), WrittenOut.of)


@routes.get("/issues/{issue_id}/pauses", Items[PauseOut])
def pauses(request: Request, issue_id: int) -> dict[str, object]:
    """When it waited, for whom and why, oldest first."""
    return items(paused(finding.issue(request, issue_id)), PauseOut.of)


@routes.get("/me/given-back", GivenToMeOut)
def given_back(request: Request) -> GivenToMeOut:
    """What colleagues gave back to the caller, and to nobody else's eyes."""
    found = given.given_back(Issue.objects.filter(reporter=person_of(request)))
    return GivenToMeOut(
        potatoes=found.potatoes,
        net_min=found.net,
        eaten_min=found.eaten,
        coordinated_min=found.around,
        own_min=found.own,
    )
