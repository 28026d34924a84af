"""Closing and opening a community: what its posts carry of it follows in batches, and never the unsafe way round.

Closing: the kind commits at once and every read asks it; `is_public` of the posts follows. Opening: the posts first,
the kind when they are done.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, plant, record
from esn.lib.errors import Conflict
from feeds import departures, events
from feeds.models import Community, CommunityKind, Post, PostTag
from people.models import Person

BATCH = 1000
SPREAD = "feeds.spread"


def change_kind(community: Community, kind: str, *, by: Person | None) -> None:
    """Let the community, which the caller holds, become of that kind: now, or as soon as its posts are ready.

    Raises Conflict for the company's own, which is open to everybody in it.
    """
    if community.is_company:
        raise Conflict(_("The company's community is open."), "company")
    if kind == CommunityKind.OPEN:
        community.is_opening = True
        community.save(update_fields=["is_opening"])
    else:
        _set_kind(community, kind)
        record(events.closed, community, by=by, community_kind=kind)
        departures.tell_closed(community, by)
    spread(community, by=by)


def _set_kind(community: Community, kind: str) -> None:
    community.kind, community.is_opening = kind, False
    community.epoch += 1
    community.save(update_fields=["kind", "is_opening", "epoch"])


@action
def spread(community: Community, *, by: Person | None = None) -> None:
    """Carry openness to the next thousand posts; ends an opening when none is left, else comes back."""
    community = community if by else Community.objects.locked(community)
    moved = _carry(community, public=community.is_public)
    if community.is_opening and moved < BATCH:
        _set_kind(community, CommunityKind.OPEN)
        record(events.opened_up, community, by=by)
    if moved == BATCH:
        _come_back(community, dt.timedelta())
    elif not community.is_public and (moved or by):
        # a post that was being written while the community closed may have come in since
        _come_back(community, dt.timedelta(seconds=60))


def _come_back(community: Community, wait: dt.timedelta) -> None:
    plant(SPREAD, key=f"spread:{community.pk}", due_at=now() + wait, community=community.pk)


def _carry(community: Community, *, public: bool) -> int:
    """Mark one batch; how many posts it was."""
    stale = Post.objects.filter(community=community, is_public=not public).order_by("pk")
    ids = list(stale.select_for_update(no_key=True, of=("self",)).values_list("pk", flat=True)[:BATCH])
    Post.objects.filter(pk__in=ids).update(is_public=public)
    PostTag.objects.filter(post__in=ids).update(is_public=public)
    return len(ids)
