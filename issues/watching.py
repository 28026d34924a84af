"""Who is accountable for what nobody has caught: by the rota, else on watch, moderators, the company's, last resort."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from esn.activity.clock import current_replay
from esn.lib.errors import Conflict
from feeds.models import Community
from feeds.models.communities import COMPANY
from issues.models import Watch
from issues.shifts import shift_at
from people.models import Absence, Person


def on_watch(community: Community, moment: dt.datetime, *, beside: Person | None = None) -> Person:
    """The active, present person on watch in `community` at `moment`, anybody but `beside`.

    Where nobody else is left at all, the last resort keeps it, here or not.
    Raises Conflict when the whole network has nobody left, which a named last resort makes impossible.
    """
    replay = current_replay()
    if replay and beside is None and community.pk in replay.watch:
        found: Person = replay.watch[community.pk]
        return found
    return first_of(line_of(community, moment), beside=beside)


def first_of(line: Iterable[Person], *, beside: Person | None = None) -> Person:
    """The first of a line who can be accountable, anybody but `beside`. Raises Conflict when there is nobody."""
    for person in line:
        if person.is_active and not person.is_ghost and person != beside:
            return person
    if beside is not None and beside.is_last_resort and beside.is_active:
        return beside
    raise Conflict(_("Nobody is left to be accountable; name a last resort first."), "nobody_on_watch")


def line_of(community: Community, moment: dt.datetime) -> Iterator[Person]:
    """Everybody who could be accountable there, in turn: who is here, then the company's own, at last who is away.

    Some come more than once; among the last there may be people who have left.
    """
    yield from _present(_on_shift(community, moment), moment)
    yield from _present(_watchers(community), moment)
    yield from _present(_moderators(community), moment)
    if not community.is_company:
        company = Community.objects.filter(slug=COMPANY)
        for home in company:
            yield from _present(_on_shift(home, moment), moment)
            yield from _present(_watchers(home), moment)
            yield from _present(_moderators(home), moment)
    yield from Person.objects.filter(is_last_resort=True)
    yield from _watchers(community)
    yield from _moderators(community)


def _on_shift(community: Community, moment: dt.datetime) -> Iterator[Person]:
    person = shift_at(community, moment)
    if person is not None:
        yield person


def _watchers(community: Community) -> Iterator[Person]:
    for watch in Watch.objects.filter(community=community).select_related("person"):
        yield watch.person


def _moderators(community: Community) -> Iterator[Person]:
    for membership in community.memberships.moderators().longest_first():
        yield membership.person


def _present(people: Iterator[Person], moment: dt.datetime) -> Iterator[Person]:
    """Each person who is here, or whoever stands in for one who is not."""
    for person in people:
        here = present_substitute(person, moment)
        if here is not None:
            yield here


def present_substitute(person: Person, moment: dt.datetime) -> Person | None:
    """The person if present at `moment`, else the first present one along the chain of substitutes; None if it ends."""
    seen: set[int] = set()
    current: Person | None = person
    while current is not None and current.pk not in seen:
        seen.add(current.pk)
        absence = Absence.objects.covering(moment).filter(person=current).select_related("substitute").first()
        if absence is None:
            return current if current.is_active else None
        current = absence.substitute
    return None
