"""What the caller says of himself, and of what he wants to be told when."""

import datetime as dt

from api.auth import person_of
from api.routers.me import me
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.people import Me
from api.schemas.wishes import SkillsIn, Stretch, WishesIn, WishesOut
from notifications import actions as acting
from notifications.models import Topic
from notifications.wishes import Wish, hours_of, matrix
from people.actions import people
from people.models import Person

routes = Routes("me")


@routes.put("/me/skills", Me)
def skills(request: Request, body: SkillsIn) -> Me:
    """Say what one is good at and what one learns."""
    by = person_of(request)
    people.set_skills(by, by=by, names=body.skills, learning=body.learning)
    return me(request)


def _out(person: Person) -> WishesOut:
    return WishesOut.of(matrix(person), hours_of([person.pk]).get(person.pk))


@routes.get("/me/notifications", WishesOut)
def wishes(request: Request) -> WishesOut:
    """What reaches the caller, by which channel, and when."""
    return _out(person_of(request))


@routes.put("/me/notifications", WishesOut)
def set_wishes(request: Request, body: WishesIn) -> WishesOut:
    """Set the hours, and the channels of the topics that are named."""
    person = person_of(request)
    quiet, hunting = _pair(body.quiet), _pair(body.hunting)
    acting.set_hours(person, quiet=quiet, hunting=hunting, days=body.hunting_days)
    said = {Topic(one.topic): Wish(in_app=one.in_app, by_mail=one.by_mail) for one in body.topics}
    acting.set_wishes(person, wishes=said)
    return _out(person)


def _pair(stretch: Stretch | None) -> tuple[dt.time | None, dt.time | None]:
    return (stretch.starts_at, stretch.ends_at) if stretch else (None, None)
