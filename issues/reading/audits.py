"""What the auditor found, as one who may see only some of the potatoes reads it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feeds.models import Membership
from issues import auditing
from issues.ladder import Ladder
from issues.models import Audit, Issue
from issues.models.ladders import Lack
from people.models import Person

MOST_LOOKS = 20
MOST_RESTING = 200


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


def may_read(reader: Person) -> bool:
    """Administrators, and moderators of any community."""
    return reader.is_admin or Membership.objects.moderators().filter(person=reader).exists()


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


def _lacking(row: Audit) -> dict[int, list[str]]:
    found: list[Lack] = row.lacking
    return {lack["issue"]: lack["ladders"] for lack in found}


def _in_words(ladders: list[str]) -> str:
    """The ladders that it should be on, or its wake-up."""
    return ", ".join(str(Ladder(name).label) if name in Ladder.values else _("its wake-up") for name in ladders)


def _look(row: Audit, seen: dict[int, Issue]) -> Look:
    lacking = _lacking(row)
    hidden = len((set(row.mended) | set(lacking)) - set(seen))
    mended = [seen[pk] for pk in row.mended if pk in seen]
    still = [(seen[pk], _in_words(ladders)) for pk, ladders in lacking.items() if pk in seen]
    return Look(row.at, row.open_count, mended, still, hidden)
