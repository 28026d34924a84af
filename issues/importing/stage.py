"""The stage of a batch of stories: who and what may occur in them, by the names that the log uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from esn.activity.clock import Replay
from feeds.models import Community
from issues.models import Customer, Issue
from people.models import Person


@dataclass(frozen=True, kw_only=True)
class Stage:
    """`watch` says who is on watch in which community today; `is_careful` keeps each refused step from the others."""

    source: str
    ghost: Person
    company: Community
    people: Mapping[str, Person]
    groups: Mapping[str, Community]
    customers: Mapping[str, Customer]
    watch: Mapping[int, Person]
    is_careful: bool = False

    def person(self, name: str) -> Person:
        """Who that is; the ghost for nobody."""
        return self.people.get(name, self.ghost)

    def group(self, name: str) -> Community:
        """Which community that is; the company's own for none."""
        return self.groups.get(name, self.company)

    def replay(self, at: dt.datetime, *, holds: Issue | None = None, inferred: bool = False) -> Replay:
        """What the actions go by that happened at that time."""
        return Replay(at=at, inferred=inferred, holds=holds, watch=self.watch, is_whole=not self.is_careful)

    def careful(self) -> Stage:
        """The same with more care."""
        return replace(self, is_careful=True)
