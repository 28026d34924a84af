"""Whom a step of a ladder reaches at a moment, and by which channels: asked by the forecast and by the step itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from feeds.models import Community, Membership
from issues.ladder import Ladder, Step, StepKind
from issues.models import Issue
from issues.models.issues import Hunter
from issues.policies import released
from issues.shifts import next_people
from issues.watching import first_of, line_of, on_watch, present_substitute
from notifications.models import Topic
from notifications.wishes import Wishes
from people.models import Absence, Person

MOST_TOLD = 200
CHANNELS: Mapping[str, str | Promise] = {"inbox": _("inbox"), "mail": _("mail")}
TOPICS: Mapping[str, Topic] = {
    Ladder.UNCAUGHT: Topic.TOSSES,
    Ladder.STAGNANT: Topic.TOSSES,
    Ladder.PROMISE_LATE: Topic.CUSTOMERS,
}


@dataclass(frozen=True)
class Reached:
    """A person whom a step reaches, and how: `inbox`, `mail`."""

    person: Person
    channels: tuple[str, ...]

    @property
    def told(self) -> str:
        """The person, and the channels in words."""
        ways = ", ".join(str(CHANNELS.get(name, name)) for name in self.channels)
        return f"{self.person.name} ({ways})" if ways else self.person.name


@dataclass(frozen=True)
class Scene:
    """What a step looks at: the community, the ladder, who holds the potato then, how often it was handed on before.

    Without an `issue` it is any potato of the community.
    """

    community: Community
    ladder: str
    holder: Person | None = None
    hands: int = 0
    issue: Issue | None = None


def reach(step: Step, scene: Scene, moment: dt.datetime) -> list[Reached]:
    """Whom the step reaches at `moment`; one that would reach nobody reaches whoever is on watch instead."""
    return aimed(step, scene, moment) or _reached([on_watch(scene.community, moment)], scene, anyhow=True)


def aimed(step: Step, scene: Scene, moment: dt.datetime) -> list[Reached]:
    """Those whom the step is meant for, as far as they are here, may see the potato and let themselves be told."""
    if step.kind == StepKind.HAND_ON:
        return _reached(_next(scene, moment), scene, anyhow=True)
    if step.kind == StepKind.REST:
        return _reached([rests_on(scene, moment)], scene, anyhow=True)
    find = _FOUND.get(step.kind)
    return _reached(_seeing(find(step, scene, moment), scene), scene) if find else []


def _person(step: Step, _scene: Scene, moment: dt.datetime) -> Iterable[Person]:
    person = Person.objects.active().filter(pk=step.person).first()
    here = present_substitute(person, moment) if person else None
    return [here] if here else []


def _team(step: Step, _scene: Scene, moment: dt.datetime) -> Iterable[Person]:
    here = Person.objects.active().filter(team=step.team).difference(Person.objects.absent_at(moment).order_by())
    return list(here.order_by("name", "id")[:MOST_TOLD]) if step.team else []


def _watch(_step: Step, scene: Scene, moment: dt.datetime) -> Iterable[Person]:
    return [on_watch(scene.community, moment)]


def _holder(_step: Step, scene: Scene, moment: dt.datetime) -> Iterable[Person]:
    here = present_substitute(scene.holder, moment) if scene.holder else None
    return [here] if here else []


def _moderators(_step: Step, scene: Scene, moment: dt.datetime) -> Iterable[Person]:
    return moderators_of(scene.community, moment)


_FOUND: Mapping[str, Callable[[Step, Scene, dt.datetime], Iterable[Person]]] = {
    StepKind.NOTIFY_PERSON: _person,
    StepKind.NOTIFY_TEAM: _team,
    StepKind.NOTIFY_WATCH: _watch,
    StepKind.NOTIFY_HOLDER: _holder,
    StepKind.NOTIFY_MODERATORS: _moderators,
}


def moderators_of(community: Community, moment: dt.datetime) -> list[Person]:
    """The moderators who are here, or whoever stands in for one who is not, longest in office first."""
    moderators = [row.person for row in community.memberships.moderators().longest_first()[:MOST_TOLD]]
    away = set(Absence.objects.covering(moment).filter(person__in=moderators).values_list("person", flat=True))
    here = (present_substitute(person, moment) if person.pk in away else person for person in moderators)
    return list(dict.fromkeys(person for person in here if person))


def rests_on(scene: Scene, moment: dt.datetime) -> Person:
    """On whom a potato rests whose ladder ran out: its holder if a moderator, else the first moderator who is here.

    What nobody has caught has no holder: there it is whoever is on watch, if a moderator. Without a moderator it is
    the next in the line of the watch.
    """
    holder = on_watch(scene.community, moment) if scene.ladder == Ladder.UNCAUGHT else scene.holder
    moderators = _free(_seeing(moderators_of(scene.community, moment), scene), scene)
    if not moderators:
        return on_watch(scene.community, moment)
    return holder if holder is not None and holder in moderators else moderators[0]


def _next(scene: Scene, moment: dt.datetime) -> list[Person]:
    """Who comes next on watch, the one after him the next time; nobody where nobody else is left."""
    line = list(line_of(scene.community, moment))
    now_on, ahead = first_of(line), dict.fromkeys([*next_people(scene.community, moment), *line])
    others = [person for person in ahead if person != now_on and _can_hold(person, moment)]
    others = _free(_seeing(others, scene), scene)
    return [others[scene.hands % len(others)]] if others else []


def _free(people: list[Person], scene: Scene) -> list[Person]:
    """Those of them who did not hunt it and were released; all, if nobody else is there."""
    hunters = released(scene.issue) if scene.issue else set()
    return [person for person in people if person.pk not in hunters] or people


def _can_hold(person: Person, moment: dt.datetime) -> bool:
    return person.is_active and not person.is_ghost and present_substitute(person, moment) == person


def _seeing(people: Iterable[Person], scene: Scene) -> list[Person]:
    """Those of them who may see it, in their order; asked of the database only where openness does not say so."""
    people = list(people)
    asked = [person for person in people if person.is_guest or not scene.community.is_open]
    members = Membership.objects.filter(community=scene.community, person__in=asked)
    seeing = set(members.values_list("person", flat=True)) if asked else set()
    if scene.issue and not seeing.issuperset(person.pk for person in asked):
        seeing |= _with_part(scene.issue, asked)
    return [person for person in people if person not in asked or person.pk in seeing]


def _with_part(issue: Issue, people: Sequence[Person]) -> set[int]:
    hunters = Hunter.objects.filter(issue=issue, person__in=people).values_list("person", flat=True)
    return {issue.owner_id, *hunters}


def _reached(people: Iterable[Person], scene: Scene, *, anyhow: bool = False) -> list[Reached]:
    """Each with his channels; those who want none are left out, unless they are reached `anyhow`."""
    people = list(people)
    wishes = Wishes(person.pk for person in people)
    found = [Reached(person, _channels(person, wishes, TOPICS[scene.ladder])) for person in people]
    return [one for one in found if one.channels or anyhow]


def _channels(person: Person, wishes: Wishes, topic: Topic) -> tuple[str, ...]:
    wish = wishes.of(person.pk, topic)
    return tuple(name for name, wanted in (("inbox", wish.in_app), ("mail", wish.by_mail and person.email)) if wanted)
