"""The company's own community, in which every employee is; and what happens to memberships when somebody goes."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from feeds import events
from feeds.actions.memberships import give_role, seat, unseat
from feeds.models import Community, Membership, MembershipRole
from feeds.models.communities import COMPANY
from people.models import Person, Role


@action
def ensure_company() -> Community:
    """The network's own community; made on first asking, with every employee in it. Callable any time."""
    found = Community.objects.filter(slug=COMPANY).first()
    if found is not None:
        return found
    name = getattr(settings, "COMPANY_NAME", "") or _("The company")
    community, is_new = Community.objects.get_or_create(slug=COMPANY, defaults={"name": name, "created": now()})
    if is_new:
        record(events.created, community, by=None, name=community.name, community_kind=community.kind)
        _enrol_everyone(community)
    return community


@action
def enrol(person: Person) -> None:
    """Put an employee into the company's own community; the first one, and then the first administrator, moderates."""
    if person.is_guest or person.is_ghost or not person.is_active:
        return
    community = Community.objects.locked(ensure_company())
    if not Membership.objects.filter(community=community, person=person).exists():
        seat(community, person, role=_company_role(community, person), by=None)


def _company_role(community: Community, person: Person) -> str:
    led = community.memberships.moderators().filter(person__role=Role.ADMIN).exists()
    nobody = not community.memberships.moderators().exists()
    return MembershipRole.MODERATOR if nobody or (person.is_admin and not led) else MembershipRole.MEMBER


def _enrol_everyone(community: Community) -> None:
    """Put every employee into the company's own community, which is new."""
    everyone = Person.objects.active().exclude(role=Role.GUEST).order_by("role", "pk")
    for person in everyone:
        seat(community, person, role=_company_role(community, person), by=None)


def end_memberships(person: Person, by: Person | None) -> None:
    """When somebody is deactivated every membership ends; a guest is not in the company's own and moderates nothing.

    Who comes back, or is an employee again, is enrolled anew.
    """
    if person.is_active and not person.is_guest:
        return
    for membership in person.memberships.select_related("community").order_by("community_id"):
        community = Community.objects.locked(membership.community)
        _promote_successor(community, person)
        if community.is_company or not person.is_active:
            unseat(community, person, by=by)
        elif membership.is_moderator:
            Membership.objects.filter(pk=membership.pk).update(role=MembershipRole.MEMBER)
            record(events.role_changed, community, by=by, person=person, role=MembershipRole.MEMBER)


def _promote_successor(community: Community, leaving: Person) -> None:
    """A community keeps a moderator: the company's gets an administrator, another its longest-standing employee."""
    led = community.memberships.filter(role=MembershipRole.MODERATOR, person=leaving).exists()
    if not led or community.memberships.moderators().exclude(person=leaving).exists():
        return
    others = (
        community.memberships.filter(person__is_active=True).exclude(person=leaving).exclude(person__role=Role.GUEST)
    )
    heir = others.order_by("person__role" if community.is_company else "since", "since", "pk").first()
    if heir is not None:
        give_role(community, heir, MembershipRole.MODERATOR, by=leaving)
