"""Moving several potatoes of the board at once, and taking that back: each alone, so that no refusal stops another."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.activity.clock import now
from esn.activity.spine import action
from esn.lib.errors import Conflict, Refusal
from issues import lifecycle
from issues.actions import potatoes, resolving, waiting
from issues.dropping import AT_ONCE, NEEDS_WORDS
from issues.lifecycle import Status
from issues.models import Issue, LatestMove
from people.models import Person

MOST_AT_ONCE = 50
ACTS: Mapping[str, Callable[..., object]] = {
    "catch": potatoes.catch,
    "resume": waiting.resume,
    "reopen": resolving.reopen,
    "wait": waiting.wait,
    "resolve": resolving.resolve,
    "discard": potatoes.discard,
}
NO_WAY_BACK: Mapping[tuple[str, str], Promise] = {
    (Status.FLAGGED, Status.CAUGHT): gettext_lazy(
        "This has no undo: a catch is a promise. Toss them if somebody else should hold them."
    ),
    (Status.RESOLVED, Status.IN_PROGRESS): gettext_lazy(
        "This has no undo: what is open again stays open until it is resolved anew."
    ),
    (Status.FLAGGED, Status.DISCARDED): gettext_lazy(
        "This has no undo: only an appeal of the hunter brings them back, and a moderator decides on it."
    ),
}
"""The moves that the life of a potato knows no way back from; they are said before, and offer no undo after."""


@dataclass(frozen=True)
class Before:
    """What a potato was before it was moved: enough to bring it back."""

    pk: int
    key: str
    status: str
    moved_to: str
    waiting_for: str = ""
    until: str = ""
    reason: str = ""

    @property
    def may_return(self) -> bool:
        """Whether there is a way back from where it was moved to."""
        return (self.status, self.moved_to) not in NO_WAY_BACK


@dataclass(frozen=True)
class Refusing:
    """A potato that stays where it is, and the sentence that says why."""

    pk: int
    key: str
    title: str
    why: str
    code: str = ""


@dataclass
class Outcome:
    """What was done, what was refused; `token` takes it back, as long as nothing else was moved since."""

    done: list[Before] = field(default_factory=list)
    refused: list[Refusing] = field(default_factory=list)
    token: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The same in plain values."""
        return asdict(self)

    @property
    def returning(self) -> list[dict[str, Any]]:
        """What may be taken back of it, in plain values."""
        return [asdict(row) for row in self.done if row.may_return]


def no_way_back(issues: Iterable[Issue], to: str) -> list[str]:
    """What is to be said before these go there: why there is no undo, once a reason."""
    found = [NO_WAY_BACK.get((issue.status, to)) for issue in issues]
    return list(dict.fromkeys(str(sentence) for sentence in found if sentence))


def drop(issue: Issue, to: str, *, by: Person, said: Mapping[str, Any] | None = None) -> None:
    """The move that a drop on the column `to` is. Raises Conflict `illegal_transition` where there is none."""
    if to not in Status.values:
        raise Conflict(_("There is no such column."), lifecycle.ILLEGAL)
    status = Status(to)
    if status in NEEDS_WORDS:
        lifecycle.check_move(issue.status, status)
        ACTS[NEEDS_WORDS[status]](issue, by=by, **(said or {}))
        return
    move = AT_ONCE.get((Status(issue.status), status))
    if issue.status == status == Status.CAUGHT:
        move = "catch"  # somebody was faster: it says who
    if move is None:
        lifecycle.check_move(issue.status, status)
        raise Conflict(_("It gets there by itself, when its bites are taken and eaten."), lifecycle.ILLEGAL)
    ACTS[move](issue, by=by)


def chosen(ids: Iterable[int], *, by: Person) -> list[Issue]:
    """The potatoes of these ids that `by` may see, in this order, each once.

    Raises Conflict `nothing_selected` for none, `too_many` for more than fifty.
    """
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        raise Conflict(_("Select some potatoes first."), "nothing_selected")
    if len(wanted) > MOST_AT_ONCE:
        raise Conflict(_("Select fifty potatoes at the most."), "too_many")
    found = Issue.objects.visible_to(by).filter(pk__in=wanted).for_cards().in_bulk()
    return [found[pk] for pk in wanted if pk in found]


def move_all(issues: Sequence[Issue], to: str, *, by: Person, said: Mapping[str, Any] | None = None) -> Outcome:
    """Drop each of them on the column; every move is its own transaction, and who is refused is named with why."""
    found = Outcome()
    for issue in issues[:MOST_AT_ONCE]:
        before = _before(issue, to)
        _each(found, issue, before, partial(drop, issue, to, by=by, said=said))
    if found.returning:
        found.token = _remember(found.returning, by=by)
    return found


@action
def _remember(rows: list[dict[str, Any]], *, by: Person) -> str:
    """Keep what may be taken back, in the place of what `by` moved before; answers the word that takes it back."""
    token = uuid.uuid4().hex
    LatestMove.objects.update_or_create(person=by, defaults={"token": token, "rows": rows, "at": now()})
    return token


def take_back(token: str, *, by: Person) -> Outcome:
    """Bring back what `by` moved last, each to where it was, where the life of a potato knows a way back.

    Raises Conflict `nothing_to_undo` if that was done already, or something else was moved since.
    """
    rows = [Before(**row) for row in _claimed(token, by=by)]
    issues = Issue.objects.visible_to(by).for_cards().in_bulk([row.pk for row in rows])
    found = Outcome()
    for row in rows:
        issue = issues.get(row.pk)
        if issue is None:
            found.refused.append(Refusing(row.pk, row.key, "", _("You do not see it any more."), "not_found"))
            continue
        _each(found, issue, row, partial(_back, issue, row, by))
    return found


@action
def _claimed(token: str, *, by: Person) -> list[dict[str, Any]]:
    """What this word takes back; of two at once one gets it."""
    latest = LatestMove.objects.select_for_update().filter(person=by).first()
    if latest is None or latest.token != token:
        raise Conflict(_("This was taken back already, or something else was moved since."), "nothing_to_undo")
    latest.delete()
    rows: list[dict[str, Any]] = latest.rows
    return rows


def _each(found: Outcome, issue: Issue, before: Before, act: Callable[[], None]) -> None:
    try:
        act()
    except Refusal as refusal:
        found.refused.append(Refusing(issue.pk, issue.key, issue.title, refusal.message, refusal.code))
    else:
        found.done.append(before)


def _before(issue: Issue, to: str) -> Before:
    until = issue.waiting_until.isoformat() if issue.waiting_until else ""
    return Before(issue.pk, issue.key, issue.status, to, issue.waiting_for, until, issue.waiting_reason)


def _back(issue: Issue, row: Before, by: Person) -> None:
    if row.status == Status.WAITING and issue.status in (Status.CAUGHT, Status.IN_PROGRESS) and row.until:
        until = dt.datetime.fromisoformat(row.until)
        waiting.wait(issue, by=by, waiting_for=row.waiting_for, until=until, reason=row.reason)
    elif row.moved_to == Status.WAITING and issue.status == Status.WAITING:
        waiting.resume(issue, by=by)
    elif row.moved_to == Status.RESOLVED and issue.status == Status.RESOLVED:
        resolving.reopen(issue, by=by)
    else:
        raise Conflict(_("It has moved on since."), lifecycle.ILLEGAL)
