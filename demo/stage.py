"""The people, communities and customers that the scripts are played with, made by the actions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from demo.calendar import ZONE, Calendar
from demo.company import ACCOUNTS, CHARACTERS, DOMAIN, PASSWORD, PLACES, TEAMS, Account, Character, Place
from demo.portraits import draw
from esn.activity.clock import at
from feeds.actions import communities
from feeds.models import Community
from issues.actions import contacts, customers, ladders, watch
from issues.ladder import Ladder, Step, StepKind, minutes
from issues.models import Customer
from issues.rota import Rhythm
from people.actions.absences import start_absence
from people.actions.people import create_person, follow, make_last_resort, set_skills
from people.actions.photos import set_photo
from people.models import Person, Team

FOUNDED = "d30 08:00"
FOLLOWS = (("carl", "ines"), ("carl", "priya"), ("rita", "carl"), ("lucie", "amina"), ("tom", "maya"), ("ines", "carl"))

COLD_CHAIN = (
    minutes(hours=0.25),
    Step(StepKind.NOTIFY_WATCH),
    minutes(hours=0.25),
    Step(StepKind.ONLY_FROM_HEAT, heat=50),
    Step(StepKind.NOTIFY_MODERATORS),
    minutes(hours=0.5),
    Step(StepKind.HAND_ON),
    minutes(hours=2),
    Step(StepKind.REPEAT, times=1),
)
"""A truck that warms up does not wait for the pace of an office."""


@dataclass(frozen=True)
class Stage:
    """Who and what there is, by handle, slug and name."""

    calendar: Calendar
    people: Mapping[str, Person]
    communities: Mapping[str, Community]
    customers: Mapping[str, Customer]


def found(calendar: Calendar) -> Stage:
    """Found the company, a little more than a month ago."""
    with at(calendar.moment(FOUNDED)):
        people = _people()
        places = {"company": _company(people), **{place.slug: _place(place, people) for place in PLACES}}
        ladders.set_ladder(places["cold-chain"], Ladder.UNCAUGHT, by=people["samir"], steps=COLD_CHAIN)
        accounts = {account.name: _account(account, people) for account in ACCOUNTS}
        for follower, followed in FOLLOWS:
            follow(people[followed], by=people[follower])
    return Stage(calendar, people, places, accounts)


def _people() -> dict[str, Person]:
    teams = {slug: Team.objects.create(slug=slug, name=name) for slug, name in TEAMS.items()}
    people: dict[str, Person] = {}
    for character in CHARACTERS:
        people[character.handle] = _person(character, teams, people)
    Person.objects.filter(handle__in=people).update(password=make_password(PASSWORD))
    make_last_resort(people["ada"], by=None)
    return people


def _person(character: Character, teams: Mapping[str, Team], people: Mapping[str, Person]) -> Person:
    person = create_person(
        by=None,
        handle=character.handle,
        name=character.name,
        email=f"{character.handle}@{DOMAIN}",
        role=character.role,
        title=character.title,
        team=teams.get(character.team),
        manager=people.get(character.manager),
        place=character.place,
        zone=character.zone,
        language=character.language,
        about=character.about,
        is_hunter=character.is_hunter,
    )
    if character.skills:
        set_skills(person, by=None, names=character.skills, learning=character.learning)
    return set_photo(person, by=None, file=draw(character.name, hair=character.hair))


def _company(people: Mapping[str, Person]) -> Community:
    company, ada, maya = communities.ensure_company(), people["ada"], people["maya"]
    communities.update_community(
        company, by=ada, name="All of Nordlys", description="What concerns everybody. Welcome, bienvenue!"
    )
    communities.set_role(company, by=ada, person=maya, role="moderator")
    communities.set_role(company, by=maya, person=ada, role="member")
    watch.set_watch(company, by=maya, person=maya)
    return company


def _place(place: Place, people: Mapping[str, Person]) -> Community:
    moderator = people[place.moderator]
    made = communities.create_community(
        by=moderator, name=place.name, kind=place.kind, slug=place.slug, description=place.about
    )
    for handle in dict.fromkeys([*place.members.split(), place.watch]):
        if handle != place.moderator:
            communities.add_member(made, by=moderator, person=people[handle])
    watch.set_watch(made, by=moderator, person=people[place.watch])
    return made


def _account(account: Account, people: Mapping[str, Person]) -> Customer:
    owner = people[account.owner]
    made = customers.create_customer(
        by=owner,
        name=account.name,
        tier=account.tier,
        language=account.language,
        segment=account.segment,
        owner=owner,
    )
    for name in account.contacts:
        contacts.add_contact(made, by=owner, name=name, email=account.email(name))
    return made


def send_away(stage: Stage) -> None:
    """Two people are away: one now, one soon."""
    people, moment = stage.people, stage.calendar.moment
    zoe, finn = people["zoe"], people["finn"]
    start_absence(
        zoe, by=zoe, starts_at=moment("-60m"), ends_at=moment("+6d"), substitute=people["claire"], note="Congés"
    )
    start_absence(
        finn,
        by=finn,
        starts_at=moment("+9d"),
        ends_at=moment("+16d"),
        substitute=people["leo"],
        note="Walking in Wales",
    )


def take_turns(stage: Stage) -> None:
    """Customer care takes turns on watch, Leo in this week; the one of next week is away for a part of it."""
    people, today = stage.people, stage.calendar.now.astimezone(ZONE).date()
    watch.set_rota(
        stage.communities["care"],
        watch.Turns(
            rhythm=Rhythm.WEEKLY,
            zone=ZONE.key,
            turns_at=dt.time(9),
            starts_on=today - dt.timedelta(days=today.weekday() + 7),
            week=[people[handle] for handle in ("julie", "leo", "finn")],
        ),
        by=people["amina"],
    )
