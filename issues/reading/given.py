"""Time given back to hunters: what others ate and coordinated, less what the hunters did themselves.

Effort is what was tapped when a bite was done. Coordination by others counts five minutes each: accepting the potato,
putting a bite on the table, news to the customer. A hunter's own part are his bites, and five minutes a question that
he answered. A potato counts for whoever flagged it, once, however many joined. Minutes may be negative.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from issues.lifecycle import MINUTES
from issues.models.issues import IssueQuerySet

TOUCH = 5
GROUP = 5

_EFFORT = " ".join(f"WHEN '{size}' THEN {minutes}" for size, minutes in MINUTES.items())
_SUMS = """
SELECT one.reporter_id, count(DISTINCT one.id),
    coalesce(sum(part.minutes) FILTER (WHERE part.what = 'bite' AND part.who <> one.reporter_id), 0),
    coalesce(sum(part.minutes) FILTER (WHERE part.what = 'touch' AND part.who <> one.reporter_id), 0),
    coalesce(sum(part.minutes) FILTER (WHERE part.what <> 'touch' AND part.who = one.reporter_id), 0){more}
FROM issues_issue one LEFT JOIN (
    SELECT issue_id, assignee_id AS who, CASE effort {effort} ELSE 0 END AS minutes, 'bite' AS what
        FROM issues_task WHERE status = 'done'
    UNION ALL SELECT issue_id, proposed_by_id, {touch}, 'touch' FROM issues_task WHERE status <> 'cancelled'
    UNION ALL SELECT issue_id, person_id, {touch}, 'touch' FROM issues_custody WHERE kind IN ('catch', 'toss')
    UNION ALL SELECT issue_id, by_id, {touch}, 'touch' FROM issues_customerupdate
    UNION ALL SELECT issue_id, answered_by_id, {touch}, 'answer' FROM issues_question WHERE answered_at IS NOT NULL
) part ON part.issue_id = one.id
WHERE one.id IN ({ids}) GROUP BY {by}
"""


@dataclass(frozen=True)
class Given:
    """Minutes: eaten by others, coordinated by others, done by the hunter himself; over how many potatoes."""

    potatoes: int = 0
    eaten: int = 0
    around: int = 0
    own: int = 0
    hunters: int = 0

    @property
    def net(self) -> int:
        """What was given back; negative when the hunter did more himself."""
        return self.eaten + self.around - self.own

    @property
    def is_group(self) -> bool:
        """Enough hunters together that none of them is shown."""
        return self.hunters >= GROUP


def given_back(issues: IssueQuerySet) -> Given:
    """All hunters of these potatoes together; show it only if it `is_group`, or to the one hunter."""
    total = [0, 0, 0, 0]
    rows = sums(issues, "one.reporter_id")
    for row in rows:
        total = [held + more for held, more in zip(total, row[1:], strict=True)]
    potatoes, eaten, around, own = total
    return Given(potatoes, eaten, around, own, len(rows))


def given_by_potato(issues: IssueQuerySet) -> dict[int, Given]:
    """The same by potato; for its hunter's eyes."""
    return {
        row[5]: Given(row[1], row[2], row[3], row[4], 1) for row in sums(issues, "one.reporter_id, one.id", ", one.id")
    }


def sums(issues: IssueQuerySet, by: str, more: str = "") -> list[tuple[int, ...]]:
    """Rows by the columns `by`: hunter, potatoes, minutes eaten, around and own, then the numbers that `more` names."""
    ids, params = issues.order_by().values("pk").query.sql_with_params()
    sql = _SUMS.format(effort=_EFFORT, touch=TOUCH, ids=ids, by=by, more=more)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [tuple(int(value) for value in row) for row in cursor.fetchall()]


def hours(minutes: int) -> str:
    """Minutes of work in words, `12 h` or `45 min`, with its sign; never in days."""
    size = abs(minutes)
    short = pgettext("short for minutes", "min") if size < 60 else pgettext("short for hours", "h")
    words = f"{size if size < 60 else round(size / 60)}\u00a0{short}"
    return f"−{words}" if minutes < 0 else words


def about() -> str:
    """How it is counted."""
    said = _("Eaten and coordinated by others, less the hunters' own bites and 5 minutes a question answered.")
    return f"{said} {_('Shown for five hunters or more.')}"


def coordination() -> str:
    """What counts as coordination."""
    return _("5 minutes each: accepting the potato, putting a bite on the table, news to the customer.")
