"""The forecast is what happens: runs drawn at random, with absences, a watch, own hours and own ladders."""

from __future__ import annotations

import datetime as dt
import os
import random

import pytest

from esn.activity.clock import at, unseen
from issues.actions import hours as hours_actions
from issues.actions import ladders, potatoes, watch
from issues.ladder import Ladder, Step, StepKind, flaws
from issues.models import Issue
from issues.reading.forecast import forecast
from people.actions import absences
from tests import world as making
from tests.issues.ladders.played import MONDAY, foretold, happened, nobody_moves
from tests.world import World

RUNS = int(os.environ.get("ESN_SIMULATIONS", "60"))
A_DAY = 20
MOST = 200
YEAR = dt.timedelta(days=365)
WEEK_DAYS = ["9-12, 13-17"] * 5 + ["", ""]


class Day:
    """Some runs side by side: what there is, drawn from a seed, and a potato for each."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self.start = MONDAY + dt.timedelta(minutes=self.dice.randrange(90 * 24 * 60))
        self.place = self.dice.choice([world.sales, world.company, world.lab])
        self.by = world.ines if self.place == world.lab else world.rita
        self.catcher = world.maya if self.place == world.lab else world.carl

    def arrange(self) -> None:
        """Hours, ladders, a rota and absences, some of them."""
        with at(self.start - dt.timedelta(hours=1)):
            if self.dice.random() < 0.4:
                hours_actions.set_hours(
                    self.place, by=self.world.maya, zone="Europe/Paris", days=WEEK_DAYS,
                    holidays=f"{self.start:%Y-%m-%d} off", version=None,
                )  # fmt: skip
            for ladder in Ladder:
                if self.dice.random() < 0.7:
                    ladders.set_ladder(self.place, ladder, by=self.world.maya, steps=self.steps(ladder))
            watch.set_watch(self.place, by=self.world.maya, person=self.dice.choice([self.by, self.world.maya]))
            people = list(dict.fromkeys([self.by, self.catcher, self.world.maya]))
            for person in self.dice.sample(people, self.dice.randrange(len(people))):
                self.send_away(person)

    def send_away(self, person: object) -> None:
        starts_at = self.start + dt.timedelta(hours=self.dice.randrange(1, 60))
        ends_at = starts_at + dt.timedelta(hours=self.dice.randrange(4, 60))
        someone = self.dice.choice([None, self.world.ada])
        absences.start_absence(person, by=person, starts_at=starts_at, ends_at=ends_at, substitute=someone)  # type: ignore[arg-type]

    def steps(self, ladder: Ladder) -> list[Step]:
        """A ladder without a flaw."""
        acts = [Step(StepKind.NOTIFY_WATCH), Step(StepKind.HAND_ON), Step(StepKind.NOTIFY_MODERATORS)]
        acts += [] if ladder == Ladder.UNCAUGHT else [Step(StepKind.NOTIFY_HOLDER)]
        found: list[Step] = []
        for _ in range(self.dice.randrange(1, 5)):
            found.append(Step(StepKind.WAIT, minutes=self.dice.randrange(1, 400)))
            condition = self.dice.choice([[], [], [Step(StepKind.ONLY_IN_HOURS)], [self.heat()]])
            found += [*condition, self.dice.choice(acts)]
        if self.dice.random() < 0.3:
            found.append(Step(StepKind.REPEAT, times=self.dice.randrange(1, 3)))
        assert not flaws(ladder, found)
        return found

    def heat(self) -> Step:
        return Step(StepKind.ONLY_FROM_HEAT, heat=self.dice.randrange(10, 60))

    def flag(self, number: int) -> Issue:
        with at(self.start):
            has_customer = self.dice.random() < 0.6
            customer = making.customer(f"Customer {number}", by=self.world.rita) if has_customer else None
            severity = self.dice.choice(["low", "medium", "high", "critical"])
            issue = making.potato(by=self.by, community=self.place, customer=customer, severity=severity)
            return potatoes.catch(issue, by=self.catcher) if self.dice.random() < 0.6 else issue


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(max(RUNS // A_DAY, 1)))
def test_what_happens_if_nobody_moves_is_what_was_foretold(world: World, seed: int) -> None:
    day = Day(world, seed)
    with unseen():
        day.arrange()
        issues = [day.flag(number) for number in range(A_DAY)]
        with at(day.start):
            expected = [foretold(forecast(issue, most=MOST)) for issue in issues]
        nobody_moves(day.start + YEAR)
    assert all(expected)
    for number, issue in enumerate(issues):
        assert happened(issue) == expected[number], f"seed {seed}, potato {number}"
