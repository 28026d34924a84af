"""What the auditor found, as one who may see only some of the potatoes reads it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from issues import auditing
from issues.models import Audit, Issue
from people.models import Person

MOST_LOOKS = 20
MOST_RESTING = 200
_KEY = re.compile(r"HP-(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True)
class Look:
    """One look: what it gave a next step, what it could not; `hidden` counts those that the reader may not see."""

    at: dt.datetime
    open_count: int
    mended: list[Issue]
    lacking: list[tuple[Issue, str]]
    hidden: int

    @property
    def is_clean(self) -> bool:
        """Nothing lacked a dated next step."""
        return not self.mended and not self.lacking and not self.hidden


def seen_by(reader: Person) -> dict[str, Any]:
    """The last look, those before that found something, and the ladders that ran out; in a fixed number of queries."""
    rows = list(Audit.objects.all()[:MOST_LOOKS])
    wanted = {pk for row in rows for pk in (*row.mended, *_lacking(row))}
    seen = Issue.objects.visible_to(reader).filter(pk__in=wanted).in_bulk()
    looks = [_look(row, seen) for row in rows]
    return {
        "latest": looks[0] if looks else None,
        "looks": [look for look in looks[1:] if not look.is_clean],
        "is_fine": auditing.is_fine(),
        "resting": _resting(reader),
    }


def _resting(reader: Person) -> list[Issue]:
    rows = Issue.objects.visible_to(reader).resting().select_related("owner", "community")
    return list(rows[:MOST_RESTING])


def _lacking(row: Audit) -> dict[int, str]:
    matches = [_KEY.fullmatch(line) for line in row.lacking]
    return {int(match[1]): match[2] for match in matches if match}


def _look(row: Audit, seen: dict[int, Issue]) -> Look:
    lacking = _lacking(row)
    hidden = len((set(row.mended) | set(lacking)) - set(seen))
    mended = [seen[pk] for pk in row.mended if pk in seen]
    still = [(seen[pk], what) for pk, what in lacking.items() if pk in seen]
    return Look(row.at, row.open_count, mended, still, hidden)
