"""What a person may do with a potato just now: the same answers as `issues.policies`, from facts read once.

A page offers what stands here and nothing else; the action checks again when it is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value

from esn.activity.clock import now
from feeds.models import Membership
from issues.lifecycle import HELD, MOVES, OPEN, Status
from issues.models import Handoff, Hunter, Issue, IssueFollow
from issues.policies import is_frozen, is_in_time
from issues.rules import Rule
from people.models import Absence, Person


@dataclass(frozen=True)
class Standing:
    """What a person is to a potato. `offer` is the toss that waits for an answer, whoever it was made to."""

    person: Person
    is_moderator: bool
    is_hunter: bool
    is_away: bool
    is_following: bool
    offer: Handoff | None
    is_other_owner: bool = False

    def holds(self, issue: Issue) -> bool:
        """Whether the person is accountable for it."""
        return issue.owner_id == self.person.pk

    def steers(self, issue: Issue) -> bool:
        """The holder or a moderator."""
        return self.is_moderator or self.holds(issue)

    @property
    def helps_now(self) -> bool:
        """Whether he is here, so that he can take something."""
        return self.person.is_active and not self.is_away

    def helps(self, issue: Issue) -> bool:
        """Anybody but a guest who may only look on."""
        return self.person.is_active and (not self.person.is_guest or issue.community.guests_may_help)


@dataclass(frozen=True)
class Abilities:
    """The names of what the person may do; `"catch" in abilities`."""

    standing: Standing
    names: frozenset[str]

    def __contains__(self, name: object) -> bool:
        return name in self.names


def abilities(issue: Issue, person: Person) -> Abilities:
    """What the person may do with one potato, in two queries; its community should be loaded."""
    return of_many([issue], person)[issue.pk]


def of_many(
    issues: Iterable[Issue], person: Person, *, offers: Mapping[int, Handoff | None] | None = None
) -> Mapping[int, Abilities]:
    """The same for many potatoes, in as many queries as for one; in one where their open tosses are known."""
    found = list(issues)
    known = _offers(found) if offers is None else offers
    standings = _standings(found, person, known)
    return {issue.pk: Abilities(standings[issue.pk], _names(issue, standings[issue.pk])) for issue in found}


def of_role(issue: Issue, person: Person, offer: Handoff | None) -> Abilities:
    """What somebody may do who is to the potato what its row says of him and nothing more; no query."""
    who = Standing(
        person=person,
        is_moderator=False,
        is_hunter=issue.reporter_id == person.pk,
        is_away=False,
        is_following=False,
        offer=offer,
    )
    return Abilities(who, _names(issue, who))


def _offers(issues: list[Issue]) -> dict[int, Handoff]:
    rows = Handoff.objects.offered().filter(issue__in=[issue.pk for issue in issues])
    return {handoff.issue_id: handoff for handoff in rows.select_related("offered_to", "offered_by")}


def _standings(issues: list[Issue], person: Person, offers: Mapping[int, Handoff | None]) -> dict[int, Standing]:
    facts = _facts([issue.pk for issue in issues], person)
    return {
        issue.pk: Standing(
            person=person,
            is_moderator=("moderates", issue.community_id) in facts,
            is_hunter=issue.reporter_id == person.pk or ("hunts", issue.pk) in facts,
            is_away=("away", person.pk) in facts,
            is_following=("follows", issue.pk) in facts,
            offer=offers.get(issue.pk),
            is_other_owner=bool(issue.merged_into_id and issue.merged_into and issue.merged_into.owner_id == person.pk),
        )
        for issue in issues
    }


def _facts(ids: list[int], person: Person) -> set[tuple[str, int]]:
    """What the person is to these potatoes and to communities, and whether he is away: as words and ids."""
    moderated = Membership.objects.moderators().filter(person=person)
    hunted = Hunter.objects.filter(issue__in=ids, person=person)
    followed = IssueFollow.objects.filter(issue__in=ids, person=person)
    rows = _said("moderates", moderated, "community_id").union(
        _said("hunts", hunted, "issue_id"),
        _said("follows", followed, "issue_id"),
        _said("away", Absence.objects.covering(now()).filter(person=person), "person_id"),
    )
    return set(rows)


def _said(word: str, rows: QuerySet[Any], field: str) -> QuerySet[Any, tuple[str, int]]:
    return rows.order_by().annotate(word=Value(word)).values_list("word", field)


def _names(issue: Issue, who: Standing) -> frozenset[str]:
    rules = {**_hands(issue, who), **_life(issue, who), **_end(issue, who), **_beside(issue, who)}
    return frozenset(name for name, allowed in rules.items() if allowed)


def _hands(issue: Issue, who: Standing) -> dict[str, bool]:
    """Who becomes accountable."""
    mine = who.offer is not None and who.offer.offered_to_id == who.person.pk
    may_catch = who.helps(issue) and not who.is_away and (issue.hunter_may_catch or not who.is_hunter)
    steers = who.steers(issue) and issue.is_open
    frozen = is_frozen(issue)
    return {
        "catch": issue.status == Status.FLAGGED and may_catch,
        "accept": mine and issue.is_open and not who.is_away,
        "refuse": mine,
        "withdraw": who.offer is not None and (who.offer.offered_by_id == who.person.pk or who.is_moderator),
        "offer": steers and who.offer is None and not frozen,
        "assign": who.is_moderator and issue.is_open,
        "allow-hunter": who.is_moderator and issue.is_open and not issue.hunter_may_catch,
    }


def _life(issue: Issue, who: Standing) -> dict[str, bool]:
    """How it goes on while it is open."""
    may = MOVES[Status(issue.status)] if issue.status != Status.MERGED else ()
    in_one_go = issue.status == Status.CAUGHT
    return {
        "discard": Status.DISCARDED in may and who.steers(issue),
        "wait": Status.WAITING in may and who.steers(issue),
        "resume": issue.status == Status.WAITING and who.steers(issue),
        "resolve": Status.RESOLVED in may
        and (who.holds(issue) if in_one_go else who.steers(issue))
        and not issue.task_live,
        "news": issue.status in HELD | {Status.RESOLVED} and who.steers(issue),
        "links": who.steers(issue),
        "add": issue.is_open and who.helps(issue),
        "join": issue.is_open and who.helps(issue),
        "merge": Status.MERGED in may and who.steers(issue),
    }


def _end(issue: Issue, who: Standing) -> dict[str, bool]:
    """What can be done about an end."""
    appealed = issue.appealed_at is not None
    discarded = issue.status == Status.DISCARDED
    waits = discarded and appealed and issue.appeal_rejected_at is None
    over = issue.status in (Status.RESOLVED, Status.CLOSED)
    return {
        "appeal": discarded
        and not appealed
        and who.is_hunter
        and is_in_time(issue, Rule.APPEAL_WITHIN, issue.discarded_at),
        "accept-appeal": waits and who.is_moderator,
        "reject-appeal": waits and who.is_moderator,
        "reopen": over
        and (who.is_hunter or who.steers(issue))
        and is_in_time(issue, Rule.REOPENS_WITHIN, issue.resolved_at),
        "close": issue.status == Status.RESOLVED and who.is_moderator,
        "thank": over and who.is_hunter and issue.task_done > 0,
        "undo-merge": issue.status == Status.MERGED
        and (who.is_moderator or who.is_other_owner)
        and is_in_time(issue, Rule.UNMERGED_WITHIN, issue.merged_at)
        and bool(issue.merged_into and issue.merged_into.status in OPEN | {Status.RESOLVED}),
    }


def _beside(issue: Issue, who: Standing) -> dict[str, bool]:
    """What changes nothing in its life."""
    stake = who.is_hunter or who.steers(issue)
    return {
        "hold": who.holds(issue),
        "steer": who.steers(issue),
        "take": issue.is_open and who.helps(issue) and who.helps_now,
        "edit": stake,
        "move": issue.status != Status.MERGED and who.steers(issue),
        "follow": not who.is_following,
        "unfollow": who.is_following,
        "ask": issue.is_open and not who.is_hunter,
        "answer": who.is_hunter,
    }
