"""The numbers that a community goes by."""

from django.utils.translation import gettext as _

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.rules import NumberOut, NumbersOut, NumbersPatch
from esn.lib.errors import Refused
from feeds.models import Community
from issues.actions import rules as acting
from issues.reading.rules import numbers_of
from issues.rules import Rule

routes = Routes("communities")


def _out(community: Community) -> NumbersOut:
    items = [NumberOut.of(one) for one in numbers_of(community.pk)]
    return NumbersOut(items=items, version=acting.version_of(community))


@routes.get("/communities/{slug}/rules", NumbersOut)
def rules(request: Request, slug: str) -> NumbersOut:
    """Every number with its default, its limits and why it exists."""
    return _out(finding.readable(request, slug))


@routes.patch("/communities/{slug}/rules", NumbersOut)
def update(request: Request, slug: str, body: NumbersPatch) -> NumbersOut:
    """Change some of them; the community's moderators may."""
    found = finding.readable(request, slug)
    if unknown := [name for name in body.values if name not in Rule.values]:
        raise Refused(_("There is no number “%(name)s”.") % {"name": unknown[0][:40]}, field="values")
    values = {Rule(name): value for name, value in body.values.items()}
    acting.set_numbers(found, by=person_of(request), values=values, version=body.version)
    return _out(found)
