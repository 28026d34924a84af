"""Made logs of the shape of a real one, and a count of their rows that shares no code with the import."""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

COLUMNS = [
    "number", "incident_state", "reopen_count", "caller_id", "opened_by", "opened_at", "sys_updated_at", "contact_type",
    "location", "category", "subcategory", "u_symptom", "priority", "assignment_group", "assigned_to", "closed_code",
    "resolved_by",
]  # fmt: skip
FOLLOWS = {
    "New": ["New", "Active", "Resolved", "Awaiting User Info", "Awaiting Vendor", "Closed"],
    "Active": ["Active", "Awaiting User Info", "Awaiting Problem", "Resolved", "Resolved", "Closed"],
    "Awaiting User Info": ["Active", "Resolved", "Awaiting Problem", "Awaiting User Info"],
    "Awaiting Vendor": ["Active", "Resolved", "Awaiting User Info"],
    "Awaiting Problem": ["Active", "Resolved"],
    "Resolved": ["Closed", "Closed", "Closed", "Active", "Resolved", "Awaiting User Info"],
    "Closed": ["Active"],
}
PRIORITIES = ["1 - Critical", "2 - High", "3 - Moderate", "3 - Moderate", "4 - Low"]
ENDS = {"New": "flagged", "Active": "in_progress", "Resolved": "resolved", "Closed": "closed"}
Row = Mapping[str, str]


def row(number: str = "INC1", state: str = "New", at: str = "1/3/2016 09:00", **values: str) -> dict[str, str]:
    """One row; what is not said is unknown."""
    known = {"number": number, "incident_state": state, "sys_updated_at": at, "opened_at": "1/3/2016 08:30"}
    return {**dict.fromkeys(COLUMNS, "?"), "priority": "3 - Moderate", **known, **values}


def write(path: Path, rows: Iterable[Row], columns: list[str] | None = None) -> Path:
    """The rows as a CSV file."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns or COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def incidents(count: int, *, seed: int) -> list[Row]:
    """A believable log of so many incidents: each begins anywhere, wanders, and mostly ends closed."""
    chance = random.Random(seed)
    return [line for number in range(count) for line in _incident(f"INC{number:05}", chance)]


def _incident(number: str, chance: random.Random) -> list[Row]:
    moment = dt.datetime(2016, 3, 1, 8, tzinfo=dt.UTC) + dt.timedelta(minutes=chance.randrange(200_000))
    opened, state = moment, chance.choice(["New", "New", "New", "Active", "Resolved", "Awaiting User Info"])
    facts = {
        "caller_id": f"Caller {chance.randrange(40)}",
        "opened_by": f"Opened by {chance.randrange(5)}",
        "category": f"Category {chance.randrange(9)}",
        "subcategory": f"Subcategory {chance.randrange(30)}",
        "resolved_by": f"Resolved by {chance.randrange(8)}",
        "closed_code": f"code {chance.randrange(6)}",
    }
    who, group, priority = _someone(chance), _group(chance), chance.choice(PRIORITIES)
    rows: list[Row] = []
    for _step in range(chance.randrange(1, 9)):
        stamp = f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"
        start = f"{opened.day}/{opened.month}/{opened.year} {opened:%H:%M}"
        values = {"assigned_to": who, "assignment_group": group, "priority": priority, "opened_at": start}
        rows.append(row(number, state, stamp, **facts, **values))
        moment += dt.timedelta(minutes=chance.randrange(900))
        state = chance.choice(FOLLOWS[state])
        who = _someone(chance) if chance.random() < 0.3 else who
        group = _group(chance) if chance.random() < 0.2 else group
        priority = chance.choice(PRIORITIES) if chance.random() < 0.1 else priority
    return rows


def _someone(chance: random.Random) -> str:
    return chance.choice(["?", *(f"Resolver {number}" for number in range(12))])


def _group(chance: random.Random) -> str:
    return chance.choice(["?", *(f"Group {number}" for number in range(6))])


@dataclass
class Counted:
    """What a plain count over the rows of a file says."""

    issues: int = 0
    assignees: int = 0
    groups: int = 0
    reopenings: int = 0
    ends: Counter[str] = field(default_factory=Counter)


def count(path: Path) -> Counted:
    """Count the file with nothing but a dictionary of what was last seen of each incident."""
    counted, last, ever = Counted(), dict[str, dict[str, str]](), set[str]()
    with path.open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            number, before = line["number"], last.get(line["number"])
            counted.issues += before is None
            if line["assigned_to"] != "?":
                ever.add(number)
            if before:
                counted.assignees += before["assigned_to"] != line["assigned_to"]
                counted.groups += before["assignment_group"] != line["assignment_group"]
                was_over = before["incident_state"] in ("Resolved", "Closed")
                counted.reopenings += was_over and line["incident_state"] not in ("Resolved", "Closed")
            last[number] = line
    for number, line in last.items():
        end = ENDS.get(line["incident_state"], "waiting")
        counted.ends["caught" if end == "flagged" and number in ever else end] += 1
    return counted
