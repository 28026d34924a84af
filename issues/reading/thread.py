"""What happened to a potato and what was said about it, newest page first, each page oldest to newest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esn.activity.models import Activity
from esn.lib.errors import Refused
from esn.lib.pages import decode, encode
from feeds.models import Comment
from feeds.threads import drawn_comments
from issues.models import CustomerMessage, CustomerUpdate, Issue, Task
from issues.reading import tosses, words
from issues.reading.tosses import Tosses
from people.models import Person

AT_ONCE = 30
ONE_GO = dt.timedelta(minutes=1)
NOTHING = SafeString("")
TABS = ("all", "news", "talk", "history")


@dataclass(frozen=True)
class Entry:
    """One thing in the thread: a line of history, news to the customer, a word of the customer, or a comment."""

    kind: Literal["event", "news", "message", "comment", "tosses"]
    at: dt.datetime
    id: int
    html: SafeString = NOTHING
    icon: str = ""
    news: CustomerUpdate | None = None
    message: CustomerMessage | None = None
    tosses: Tosses | None = None


@dataclass(frozen=True)
class Thread:
    """A page of it; `earlier` is the cursor of what came before."""

    entries: list[Entry]
    earlier: str | None


def thread(issue: Issue, person: Person, *, tab: str = "all", cursor: str | None = None) -> Thread:
    """One page in a fixed number of queries. Raises Refused `bad_cursor`."""
    before, folded = _before(cursor), tosses.folded(issue)
    parts: Mapping[str, Part] = {"history": partial(_events, folded=folded), "news": _news, "talk": _comments}
    wanted = parts.values() if tab not in parts else [parts[tab]]
    keys = sorted((key for part in wanted for key in part(issue, before)), key=_moment, reverse=True)
    shown = list(reversed(keys[:AT_ONCE]))
    earlier = encode(*_place(keys[AT_ONCE - 1])) if len(keys) > AT_ONCE else None
    return Thread(_entries(shown, issue, person, folded), earlier)


@dataclass(frozen=True)
class _Before:
    at: dt.datetime
    kind: str
    id: int


_Row = Activity | CustomerUpdate | CustomerMessage | Comment
Part = Callable[[Issue, "_Before | None"], Iterable[_Row]]


def _at(row: _Row) -> dt.datetime:
    return row.created if isinstance(row, Comment) else row.at


def _moment(row: _Row) -> tuple[dt.datetime, str, int]:
    return _at(row), type(row).__name__, row.pk


def _place(row: _Row) -> tuple[dt.datetime, str, int]:
    return _moment(row)


def _before(cursor: str | None) -> _Before | None:
    if not cursor:
        return None
    found = decode(cursor)
    if len(found) != 3 or not isinstance(found[0], dt.datetime) or not isinstance(found[2], int):
        raise Refused(_("This place in the list is unknown. Start again from the top."), "bad_cursor", "cursor")
    return _Before(found[0], str(found[1]), found[2])


def _earlier(rows: QuerySet[_Row], before: _Before | None, column: str) -> list[_Row]:
    """The newest rows before a place in the order (moment, kind, id), one more than a page holds."""
    kind = rows.model.__name__
    if before:
        same = Q(**{column: before.at})
        here = same if kind < before.kind else Q(**{column: before.at, "pk__lt": before.id})
        beside = here if kind <= before.kind else Q(pk__in=[])
        rows = rows.filter(Q(**{f"{column}__lt": before.at}) | beside)
    return list(rows.order_by(f"-{column}", "-pk")[: AT_ONCE + 1])


def _events(issue: Issue, before: _Before | None, *, folded: Sequence[int]) -> Iterable[_Row]:
    """What happened; of many old tosses the latest stands for all."""
    bites = Task.objects.filter(issue=issue).values("pk")
    mine = Q(kind="issue", object_id=issue.pk) | Q(kind="task", object_id__in=bites)
    rows = Activity.objects.filter(mine).exclude(name__in=[*words.QUIET, "issue.news_published", "issue.customer_said"])
    return _earlier(rows.exclude(pk__in=folded[1:]), before, "at")


def _news(issue: Issue, before: _Before | None) -> Iterable[_Row]:
    rows = CustomerUpdate.objects.filter(issue=issue).select_related("by").prefetch_related("letters__contact")
    news = _earlier(rows, before, "at")
    said = _earlier(CustomerMessage.objects.filter(issue=issue).select_related("contact"), before, "at")
    return [*news, *said]


def _comments(issue: Issue, before: _Before | None) -> Iterable[_Row]:
    if issue.post_id is None:
        return []
    replies_left = Comment.objects.filter(reply_to=OuterRef("pk"), deleted_at=None)
    shown = Comment.objects.filter(Q(deleted_at=None) | Exists(replies_left), post=issue.post_id, reply_to=None)
    return _earlier(shown.with_authors(), before, "created")


def _entries(rows: Sequence[_Row], issue: Issue, person: Person, folded: Sequence[int]) -> list[Entry]:
    groups = _gathered(rows)
    told = _told([group for group in groups if isinstance(group[0], Activity)])
    drawn = _drawn([row for row in rows if isinstance(row, Comment)], issue, person)
    entries = [_entry(group[0], told, drawn) for group in groups]
    return [_fold(one, folded) if one.kind == "event" and one.id in folded[:1] else one for one in entries]


def _fold(entry: Entry, folded: Sequence[int]) -> Entry:
    return Entry("tosses", entry.at, entry.id, icon="rotate-ccw", tosses=tosses.told(folded))


def _gathered(rows: Sequence[_Row]) -> list[list[_Row]]:
    """Each row alone, but bites that one person cut in one go together."""
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and _is_one_go(groups[-1][-1], row):
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _is_one_go(row: _Row, after: _Row) -> bool:
    if not isinstance(row, Activity) or not isinstance(after, Activity):
        return False
    same = row.name == after.name == "task.added" and row.actor_id == after.actor_id
    return same and after.at - row.at < ONE_GO


def _entry(row: _Row, told: Mapping[int, SafeString], drawn: Mapping[int, SafeString]) -> Entry:
    if isinstance(row, Activity):
        icon = words.TOLD[row.name].icon if row.name in words.TOLD else "circle"
        return Entry("event", row.at, row.pk, told[row.pk], icon)
    if isinstance(row, CustomerUpdate):
        return Entry("news", row.at, row.pk, news=row)
    if isinstance(row, CustomerMessage):
        return Entry("message", row.at, row.pk, message=row)
    return Entry("comment", row.created, row.pk, drawn[row.pk])


def _told(groups: Sequence[Sequence[_Row]]) -> dict[int, SafeString]:
    """The sentences by the id of their first row, with the names of people and bites in two queries."""
    rows = [row for group in groups for row in group[:1] if isinstance(row, Activity)]
    ids = {row.actor_id for row in rows if row.actor_id} | {pk for row in rows for pk in words.people_in(row.facts)}
    names = dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))
    people = {pk: name.split(" ")[0] for pk, name in names.items()}
    bites = {row.object_id for row in rows if row.kind == "task"}
    titles = dict(Task.objects.filter(pk__in=bites).values_list("pk", "title"))
    sizes = {group[0].pk: len(group) for group in groups}
    return {row.pk: _sentence(row, people, titles, sizes[row.pk]) for row in rows}


def _sentence(row: Activity, people: Mapping[int, str], titles: Mapping[int, str], count: int) -> SafeString:
    who = people.get(row.actor_id or 0) or (_("The customer") if row.facts.get("contact") else "Potluck")
    if count > 1:
        return words.tell_many(who, count)
    return words.tell(row.name, row.facts, who=who, thing=titles.get(row.object_id, ""), people=people)


def _drawn(comments: list[Comment], issue: Issue, person: Person) -> dict[int, SafeString]:
    """The comments as feeds draws them, each with its replies."""
    if issue.post is None or not comments:
        return {}
    html = drawn_comments(comments, issue.post, person)
    return {comment.pk: drawn for comment, drawn in zip(comments, html, strict=True)}
