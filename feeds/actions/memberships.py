"""Who belongs to a community: joining, asking, inviting, roles, leaving."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Conflict, Refused
from feeds import departures, events, policies
from feeds.models import Community, Invitation, Membership, MembershipRole
from people.models import Person


@action
def join(community: Community, *, by: Person) -> Membership | Invitation:
    """Come in, where it is open or an invitation waits; elsewhere ask, and the moderators are told.

    Raises Forbidden for a guest whom nobody invited.
    """
    community = Community.objects.locked(community)
    member = Membership.objects.filter(community=community, person=by).first()
    if member is not None:
        return member
    waiting = Invitation.objects.filter(community=community, person=by).first()
    if waiting is not None and not waiting.is_request:
        return accept(waiting, by=by)
    policies.check(not by.is_guest, _("A guest comes in by an invitation."))
    if community.is_open:
        return seat(community, by, role=MembershipRole.MEMBER, by=by)
    return waiting or _ask(community, by)


def _ask(community: Community, person: Person) -> Invitation:
    request = Invitation.objects.create(community=community, person=person, by=person, created=now())
    audience = community.memberships.moderators().values_list("person_id", flat=True)
    record(events.asked, community, by=person, person=person, audience=list(audience))
    return request


@action
def leave(community: Community, *, by: Person) -> None:
    """Go. Nobody leaves the company's own; the last moderator names another first."""
    community = Community.objects.locked(community)
    if community.is_company and not by.is_guest:
        raise Conflict(_("Everybody belongs to the company's community."), "company")
    unseat(community, by, by=by)


@action
def invite(community: Community, *, by: Person, person: Person) -> Membership | Invitation:
    """Offer a place; someone who already asked is let in at once.

    Raises Forbidden unless `by` may invite, Conflict if the person is in or is a guest and it is the company's own.
    """
    community = Community.objects.locked(community)
    policies.check(policies.may_invite(by, community), _("Only moderators invite here."))
    _check_can_be_in(community, person)
    if Membership.objects.filter(community=community, person=person).exists():
        raise Conflict(_("%(name)s is in already.") % {"name": person.name}, "already_member")
    waiting = Invitation.objects.filter(community=community, person=person).first()
    if waiting is not None and waiting.is_request and policies.may_moderate(by, community):
        return accept(waiting, by=by)
    if waiting is not None:
        return waiting
    invitation = Invitation.objects.create(community=community, person=person, by=by, created=now())
    record(events.invited, community, by=by, person=person)
    return invitation


@action
def accept(invitation: Invitation, *, by: Person) -> Membership:
    """Say yes: the invited person to an invitation, a moderator to a request. Raises Forbidden for anybody else."""
    community = Community.objects.locked(invitation.community)
    policies.check(_may_answer(invitation, by), _("This invitation is not for you."))
    invitation.delete()
    return seat(community, invitation.person, role=MembershipRole.MEMBER, by=by)


@action
def decline(invitation: Invitation, *, by: Person) -> None:
    """Say no, to an invitation or to a request. Raises Forbidden for anybody else."""
    policies.check(_may_answer(invitation, by), _("This invitation is not for you."))
    teller = [invitation.person_id] if invitation.is_request else []
    record(events.declined, invitation.community, by=by, person=invitation.person, audience=teller)
    invitation.delete()


@action
def withdraw(invitation: Invitation, *, by: Person) -> None:
    """Take an invitation or a request back: whoever made it, or a moderator."""
    allowed = by.pk == invitation.by_id or policies.may_moderate(by, invitation.community)
    policies.check(allowed, _("Only whoever invited takes it back."))
    record(events.declined, invitation.community, by=by, person=invitation.person)
    invitation.delete()


def _may_answer(invitation: Invitation, by: Person) -> bool:
    if invitation.is_request:
        return policies.may_moderate(by, invitation.community)
    return invitation.person_id == by.pk


@action
def add_member(community: Community, *, by: Person, person: Person, role: str = MembershipRole.MEMBER) -> Membership:
    """Put someone in at once, or give a member that role; a moderator's act.

    Raises Forbidden unless `by` moderates, Conflict for a guest in the company's own or the last moderator.
    """
    community = Community.objects.locked(community)
    policies.check(policies.may_moderate(by, community), _("Only moderators add members."))
    _check_can_be_in(community, person)
    member = Membership.objects.filter(community=community, person=person).first()
    if member is None:
        return seat(community, person, role=_role(role), by=by)
    return give_role(community, member, _role(role), by=by)


@action
def remove_member(community: Community, *, by: Person, person: Person) -> None:
    """End someone's membership; whatever is not open is closed to that person at once, open sockets included."""
    if person.pk == by.pk:
        leave(community, by=by)
        return
    community = Community.objects.locked(community)
    policies.check(policies.may_moderate(by, community), _("Only moderators remove members."))
    if community.is_company and not person.is_guest:
        raise Conflict(_("Everybody belongs to the company's community."), "company")
    unseat(community, person, by=by)


@action
def set_role(community: Community, *, by: Person, person: Person, role: str) -> Membership:
    """Make a member a moderator, or a moderator a member. Raises Conflict `last_moderator`, or if not a member."""
    community = Community.objects.locked(community)
    policies.check(policies.may_moderate(by, community), _("Only moderators give roles."))
    member = Membership.objects.filter(community=community, person=person).first()
    if member is None:
        raise Conflict(_("%(name)s is not a member.") % {"name": person.name}, "not_member")
    return give_role(community, member, _role(role), by=by)


def give_role(community: Community, member: Membership, role: str, *, by: Person) -> Membership:
    """Give a member that role; the caller holds the community.

    Raises Forbidden for a guest who would moderate, Conflict `last_moderator`.
    """
    if member.role == role:
        return member
    if role == MembershipRole.MODERATOR:
        policies.check(not member.person.is_guest, _("A guest cannot be a moderator."))
    else:
        _check_another_moderator(community, member.person_id)
    member.role = role
    member.save(update_fields=["role"])
    record(events.role_changed, community, by=by, person=member.person, role=role)
    return member


def seat(community: Community, person: Person, *, role: str, by: Person | None) -> Membership:
    """Make the person a member; the caller holds the community."""
    Invitation.objects.filter(community=community, person=person).delete()
    member = Membership.objects.create(community=community, person=person, role=role, since=now(), read_at=now())
    community.member_count = community.memberships.count()
    community.save(update_fields=["member_count"])
    record(events.joined, community, by=by, person=person, role=role)
    return member


def unseat(community: Community, person: Person, *, by: Person | None) -> None:
    """End a membership, and tell whoever must know; the caller holds the community.

    Raises Conflict `not_member` or `last_moderator`.
    """
    member = Membership.objects.filter(community=community, person=person).first()
    if member is None:
        raise Conflict(_("%(name)s is not a member.") % {"name": person.name}, "not_member")
    if member.is_moderator and person.is_active and not person.is_guest:
        _check_another_moderator(community, person.pk)
    member.delete()
    community.member_count = community.memberships.count()
    community.save(update_fields=["member_count"])
    record(events.left, community, by=by, person=person)
    departures.tell(person, community, by)


def _check_another_moderator(community: Community, person_id: int) -> None:
    """Raise Conflict `last_moderator` if nobody else moderates, unless nobody else is there at all."""
    others = community.memberships.exclude(person_id=person_id)
    if others.exists() and not others.moderators().exists():
        raise Conflict(_("Somebody else must be moderator first."), "last_moderator")


def _check_can_be_in(community: Community, person: Person) -> None:
    if community.is_company and person.is_guest:
        raise Conflict(_("Guests are not in the company's community."), "guest")
    if not person.is_active or person.is_ghost:
        raise Conflict(_("%(name)s has no active account.") % {"name": person.name}, "inactive")


def _role(role: str) -> str:
    if role not in MembershipRole.values:
        raise Refused(_("A role is member or moderator."), "invalid", "role")
    return str(role)
