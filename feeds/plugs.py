"""How feeds plugs into the floors below: who comes and goes, and who may read which live stream."""

from __future__ import annotations

from django.db import connection

from esn import frame
from esn.lib.text import whole_number
from esn.live import streams
from feeds import unread
from feeds.actions.company import end_memberships, enrol
from feeds.models import Community, Post
from people.arrivals import on_arrival
from people.leaving import on_leave
from people.models import Person

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
    ids = [pk for pk in map(whole_number, names) if pk is not None]
    if person is None:
        return set()
    return {str(pk) for pk in Post.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)}


def authors_readable(person_id: int, names: list[str]) -> set[str]:
    """Whose public posts the person may hear: everybody's, but a guest nobody's."""
    person = Person.objects.active().filter(pk=person_id).first()
    return set() if person is None or person.is_guest else {name for name in names if whole_number(name) is not None}


def home(person_id: int) -> list[str]:
    """The streams of the home page: my communities, those with most members last, and the people I follow."""
    with connection.cursor() as cursor:
        cursor.execute(HOME, {"person": person_id, "most": MOST_PEOPLE})
        return [*(key for key, *_order in cursor.fetchall()), f"u:{person_id}"]


HOME = """
SELECT 'c:' || c.slug, 1 AS arm, c.member_count AS place, c.id FROM feeds_membership m
JOIN feeds_community c ON c.id = m.community_id WHERE m.person_id = %(person)s
UNION ALL
(SELECT 'a:' || f.followee_id, 2, row_number() OVER (ORDER BY f.created DESC, f.id DESC), f.id FROM people_follow f
JOIN people_person p ON p.id = f.follower_id WHERE f.follower_id = %(person)s AND p.role <> 'guest'
ORDER BY 3 LIMIT %(most)s)
ORDER BY arm, place, id
"""

frame.register("communities", unread.provide)
frame.scope("communities", lambda mine: [(community.pk, community.kind) for community in mine])
on_arrival(enrol)
on_leave(end_memberships)
streams.register("c", communities_readable)
streams.register("p", threads_readable)
streams.register("a", authors_readable)
streams.register_set("home", home)
