"""Naming who is on watch."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Refused
from feeds.models import Community, Membership
from issues import events, policies
from issues.models import Watch
from people.models import Person


@action
def set_watch(community: Community, *, by: Person, person: Person) -> Watch:
    """Put a member on watch: accountable for every fresh potato of the community until somebody catches it."""
    if not policies.is_moderator(by, community):
        policies.check(_("Only a moderator may do that."))
    if not person.is_active or not Membership.objects.filter(community=community, person=person).exists():
        raise Refused(_("Only an active member can be on watch."), field="person")
    watch, _new = Watch.objects.update_or_create(community=community, defaults={"person": person, "since": now()})
    record(events.watch_set, person, by=by, community=community)
    return watch
