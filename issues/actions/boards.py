"""Keeping views of the board, and setting how many potatoes a column should hold at the most."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from esn.lib.unique import given_once
from feeds.models import Community
from issues import events, policies
from issues.lifecycle import Status
from issues.models import BoardView, ColumnLimit
from people.models import Person

MOST_VIEWS = 30
MOST_NAME = 60
MOST_QUERY = 1000
MOST_LIMIT = 999
LIMITED = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.WAITING)


@action
def save_view(*, by: Person, name: str, query: str, community: Community | None = None) -> BoardView:
    """Keep a board's address under a name, for oneself or for all of a community.

    Raises Refused without a name or for one that is taken, Conflict `too_many` from thirty on.
    """
    name = _name(name)
    if len(query) > MOST_QUERY:
        raise Refused(_("This view has too many filters to be kept."), field="name")
    if community and not Community.objects.readable_by(by).filter(pk=community.pk).exists():
        raise Refused(_("You cannot share with this community."), field="community")
    Person.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    if BoardView.objects.filter(owner=by).count() >= MOST_VIEWS:
        raise Conflict(_("You keep thirty views already; delete one first."), "too_many")
    if BoardView.objects.filter(owner=by, name=name).exists():
        raise Refused(_("You have a view of this name already."), "name_taken", "name")
    return BoardView.objects.create(owner=by, community=community, name=name, query=query, created=now())


@action
def rename_view(view: BoardView, *, by: Person, name: str) -> BoardView:
    """Call it something else. Raises Refused without a name or for one that is taken."""
    policies.check(policies.may_change_view(by, view))
    view.name = _name(name)
    with given_once(_("There is a view of this name already."), field="name", code="name_taken"):
        view.save(update_fields=["name"])
    return view


@action
def delete_view(view: BoardView, *, by: Person) -> None:
    """Keep it no longer. Twice is once."""
    policies.check(policies.may_change_view(by, view))
    BoardView.objects.filter(pk=view.pk).delete()


def _name(name: str) -> str:
    name = text.check_line(name, most=MOST_NAME, name="name")
    if not name:
        raise Refused(_("Give it a name."), field="name")
    return name


@action
def set_column_limits(community: Community, *, by: Person, limits: Mapping[Status, int | None]) -> None:
    """From now on warn when a column of this community holds more than this; None warns no more.

    Raises Refused for a number below 1 or above 999, Forbidden for whoever does not moderate it.
    """
    community = Community.objects.locked(community)
    policies.check(policies.may_arrange(by, community))
    for status, most in limits.items():
        if most is not None and not 1 <= most <= MOST_LIMIT:
            raise Refused(_("Choose a number from 1 to %(most)s.") % {"most": MOST_LIMIT}, field=status)
    known = dict(ColumnLimit.objects.filter(community=community).values_list("status", "most"))
    changed = {status: most for status, most in limits.items() if status in LIMITED and known.get(status) != most}
    if not changed:
        return
    ColumnLimit.objects.filter(community=community, status__in=changed).delete()
    kept = [ColumnLimit(community=community, status=status, most=most) for status, most in changed.items() if most]
    ColumnLimit.objects.bulk_create(kept)
    record(events.column_limits_set, community, by=by, limits={str(key): most for key, most in changed.items()})
