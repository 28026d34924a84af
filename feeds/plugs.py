"""How feeds plugs into the floors below: who comes and goes, and who may read which live stream."""

from __future__ import annotations

from esn import frame
from esn.live import streams
from feeds import unread
from feeds.actions.company import end_memberships, enrol
from feeds.models import Community, Post
from people.arrivals import on_arrival
from people.leaving import on_leave
from people.models import Follow, Person, Role

MOST_PEOPLE = 200


def communities_readable(person_id: int, slugs: list[str]) -> set[str]:
    """Which of these communities the person may read."""
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None:
        return set()
    return set(Community.objects.readable_by(person).filter(slug__in=slugs).values_list("slug", flat=True))


def threads_readable(person_id: int, names: list[str]) -> set[str]:
    """Which of these posts' threads the person may read."""
    person = Person.objects.active().filter(pk=person_id).first()
    ids = [int(name) for name in names if name.isdecimal()]
    if person is None:
        return set()
    return {str(pk) for pk in Post.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)}


def authors_readable(person_id: int, names: list[str]) -> set[str]:
    """Whose public posts the person may hear: everybody's, but a guest nobody's."""
    person = Person.objects.active().filter(pk=person_id).first()
    return set() if person is None or person.is_guest else {name for name in names if name.isdecimal()}


def home(person_id: int) -> list[str]:
    """The streams of the home page: my communities, those with most members last, and the people I follow."""
    mine = Community.objects.filter(memberships__person_id=person_id).order_by("member_count", "pk")
    followed = Follow.objects.filter(follower_id=person_id).exclude(follower__role=Role.GUEST)
    newest = followed.order_by("-created", "-pk").values_list("followee_id", flat=True)[:MOST_PEOPLE]
    people = [f"a:{followee}" for followee in newest]
    return [*(f"c:{slug}" for slug in mine.values_list("slug", flat=True)), *people, f"u:{person_id}"]


frame.register("communities", unread.provide)
on_arrival(enrol)
on_leave(end_memberships)
streams.register("c", communities_readable)
streams.register("p", threads_readable)
streams.register("a", authors_readable)
streams.register_set("home", home)
