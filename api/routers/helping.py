"""Who could help, each with the evidence."""

import datetime as dt
from typing import Any

from ninja import Schema

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Items, PersonRef, Request, items
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
