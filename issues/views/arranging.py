"""How the pages answer on which a community says how it works: all may read them, its moderators change them."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from feeds.models import Community
from feeds.policies import role_in
from feeds.views.communities import around, readable
from issues import policies
from people.http import MemberRequest


def arranged(request: MemberRequest, slug: str) -> tuple[Community, bool]:
    """The community, and whether the reader may change it. Raises Http404 for whoever sends a change and may not."""
    community = readable(request, slug)
    may_change = policies.is_moderator(request.user, community)
    if request.method == "POST" and not may_change:
        raise Http404
    return community, may_change


def head(request: MemberRequest, community: Community, tab: str) -> dict[str, Any]:
    """What stands at the head of the page under this tab."""
    return around(request, community, role_in(request.user, community), tab)
