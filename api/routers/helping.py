"""Who could help, each with the evidence; and what happens if nobody moves."""

import datetime as dt
from typing import Any

from ninja import Schema

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Items, PersonRef, Request, items
from api.schemas.ladders import ExpectedOut
from issues.reading.forecast import forecast as foretell
from issues.reading.helpers import Helper
from issues.reading.helpers import helpers as find

routes = Routes("helping")


class HelperOut(Schema):
    """Somebody who could help."""

    person: PersonRef
    why: str
    skill: str
    bites: int
    last: dt.datetime | None
    is_learner: bool


def _out(helper: Helper) -> HelperOut:
    return HelperOut(
        person=PersonRef.of(helper.person),
        why=helper.why,
        skill=helper.skill,
        bites=helper.bites,
        last=helper.last,
        is_learner=helper.is_learner,
    )


@routes.get("/issues/{issue_id}/helpers", Items[HelperOut])
def helpers(request: Request, issue_id: int) -> dict[str, Any]:
    """Three people with evidence; each of them sees that he was shown."""
    return items(find(finding.issue(request, issue_id), person_of(request)), _out)


@routes.get("/issues/{issue_id}/forecast", Items[ExpectedOut])
def forecast(request: Request, issue_id: int) -> dict[str, Any]:
    """What happens if nobody moves, soonest first; nothing while it waits or once it is not open."""
    return items(foretell(finding.issue(request, issue_id)), ExpectedOut.of)
