"""Making communities and changing them; who belongs to them is in memberships."""

from __future__ import annotations

from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Refused
from esn.lib.text import check_line, check_text
from esn.lib.unique import given_once
from feeds import events, policies
from feeds.actions import opening
from feeds.actions.company import enrol, ensure_company
from feeds.actions.memberships import (
    accept,
    add_member,
    decline,
    invite,
    join,
    leave,
    remove_member,
    seat,
    set_role,
    withdraw,
)
from feeds.models import Community, CommunityKind, MembershipRole
from feeds.models.communities import COMPANY
from people.models import Person

__all__ = [
    "accept",
    "add_member",
    "create_community",
    "decline",
    "enrol",
    "ensure_company",
    "invite",
    "join",
    "leave",
    "remove_member",
    "set_role",
    "update_community",
    "withdraw",
]

RESERVED = {"new", "suggest", COMPANY}
SETTABLE = {"name", "kind", "description", "is_announcement_only", "guests_may_help"}


@action
def create_community(
    *,
    by: Person,
    name: str,
    kind: str = CommunityKind.OPEN,
    slug: str = "",
    description: str = "",
    external_ref: str = "",
) -> Community:
    """A new community; whoever makes it is its first moderator.

    Raises Forbidden for a guest; Refused for a name, kind or address that cannot be, or an address that is taken.
    """
    policies.check(not by.is_guest, _("Guests cannot create communities."))
    community = Community(
        slug=_address(slug, name),
        name=_name(name),
        kind=_kind(kind),
        description=check_text(description, most=2000, name="description").strip(),
        external_ref=external_ref,
        created=now(),
    )
    with given_once(_("This address is taken. Choose another."), field="slug"):
        community.save()
    record(events.created, community, by=by, name=community.name, community_kind=community.kind)
    seat(community, by, role=MembershipRole.MODERATOR, by=by)
    return community


@action
def update_community(community: Community, *, by: Person, version: int | None = None, **fields: Any) -> Community:
    """Change name, kind, description, is_announcement_only or guests_may_help.

    Raises Forbidden unless `by` moderates it, Conflict `stale_version`, Refused for what cannot be.
    """
    community = Community.objects.locked(community)
    policies.check(policies.may_moderate(by, community), _("Only moderators change a community."))
    policies.check_version(community, version)
    changed = {name: _checked(name, value) for name, value in fields.items() if getattr(community, name) != value}
    kind = changed.pop("kind", community.kind)
    for name, value in changed.items():
        setattr(community, name, value)
    community.version += 1
    community.save(update_fields=[*changed, "version"])
    if kind != community.kind:
        opening.change_kind(community, kind, by=by)
    record(events.updated, community, by=by, fields=sorted([*changed, *(["kind"] if "kind" in fields else [])]))
    return community


def _address(slug: str, name: str) -> str:
    if slug:
        wanted = slugify(slug)[:50].strip("-")
        if wanted != slug or wanted in RESERVED:
            raise Refused(_("Use small letters, figures and dashes; some words are reserved."), "invalid", "slug")
        return wanted
    base = slugify(name)[:40].strip("-") or "community"
    taken = {*Community.objects.filter(slug__startswith=base).values_list("slug", flat=True), *RESERVED}
    return next(
        slug for number in range(1, 10_000) if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )


def _name(name: str) -> str:
    name = check_line(name, most=80, name="name")
    if not name:
        raise Refused(_("Give it a name."), "blank", "name")
    return name


def _kind(kind: str) -> str:
    if kind not in CommunityKind.values:
        raise Refused(_("A community is open, closed or secret."), "invalid", "kind")
    return str(kind)


def _checked(field: str, value: Any) -> Any:
    if field not in SETTABLE:
        raise Refused(_("This cannot be changed."), "invalid", field)
    if field == "name":
        return _name(value)
    if field == "kind":
        return _kind(value)
    if field == "description":
        return check_text(value, most=2000, name="description").strip()
    return bool(value)
