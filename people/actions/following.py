"""Following other people's public posts."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Forbidden, Refused
from people import events
from people.models import Follow, Person


@action
def follow(person: Person, *, by: Person) -> None:
    """Hear of the person's public posts from now on; twice is once.

    Raises Refused for oneself, Forbidden for guests and for who has left.
    """
    if person.pk == by.pk:
        raise Refused(_("You hear of yourself anyway."))
    if by.is_guest or not person.is_active or person.is_ghost:
        raise Forbidden(_("You cannot follow %(name)s.") % {"name": person.name})
    _made, is_new = Follow.objects.get_or_create(follower=by, followee=person, defaults={"created": now()})
    if is_new:
        record(events.followed, person, by=by)


@action
def unfollow(person: Person, *, by: Person) -> None:
    """Hear no more of the person's public posts."""
    gone, _by_table = Follow.objects.filter(follower=by, followee=person).delete()
    if gone:
        record(events.unfollowed, person, by=by)
