"""Who may do what in communities and with posts."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext as _

from esn.lib.errors import Conflict, Forbidden
from feeds.models import Comment, Community, Membership, MembershipRole, Post
from people.models import Person, Role


def check(allowed: bool, sentence: str) -> None:  # noqa: FBT001
    """Raise Forbidden with `sentence` unless allowed."""
    if not allowed:
        raise Forbidden(sentence)


def role_in(person: Person, community: Community) -> str:
    """The person's role there, empty for one who is no member."""
    found = Membership.objects.filter(community=community, person=person).values_list("role", flat=True).first()
    return found or ""


def may_read(person: Person, community: Community) -> bool:
    """Read its posts: anyone in an open one, but a guest only where he is a member."""
    return (community.is_open and not person.is_guest) or bool(role_in(person, community))


def may_moderate(person: Person, community: Community) -> bool:
    """Change settings and members, and take down what others posted."""
    return role_in(person, community) == MembershipRole.MODERATOR


def may_post(person: Person, community: Community) -> bool:
    """Post there: whoever may read it, or only moderators where it is for announcements."""
    if community.is_announcement_only:
        return may_moderate(person, community)
    return may_read(person, community)


def may_invite(person: Person, community: Community) -> bool:
    """Any member of an open community, only moderators of a closed or secret one; nobody where everybody is in."""
    if community.is_company:
        return False
    role = role_in(person, community)
    return bool(role) if community.is_open else role == MembershipRole.MODERATOR


def may_edit(person: Person, thing: Post | Comment) -> bool:
    """Change the words: their author alone."""
    return thing.author_id == person.pk


def may_delete(person: Person, thing: Post | Comment) -> bool:
    """Take it down: its author, or a moderator."""
    community = thing.community if isinstance(thing, Post) else thing.post.community
    return thing.author_id == person.pk or may_moderate(person, community)


def check_not_deleted(thing: Post | Comment) -> None:
    """Raise Conflict `deleted` for what was taken down."""
    if thing.deleted_at is not None:
        raise Conflict(_("This was deleted in the meantime."), "deleted")


def check_version(thing: Post | Comment | Community, version: int | None) -> None:
    """Raise Conflict `stale_version` if it changed since the version that was read."""
    if version is not None and version != thing.version:
        raise Conflict(
            _("Somebody changed this while you were writing. Look at the new version, then save again."),
            "stale_version",
        )


def readers_among(post: Post, people: Collection[int]) -> list[int]:
    """Which of these people may see the post by its community: the others are not told of it."""
    members = Q(memberships__community_id=post.community_id)
    allowed = members | ~Q(role=Role.GUEST) if post.community.is_open else members
    return list(Person.objects.active().filter(allowed, pk__in=people).values_list("pk", flat=True).distinct())
