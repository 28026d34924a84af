"""What happened to a potato, told in plain words: one sentence for each event, with its icon."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MOST_QUOTED = 200
MOST_NAMED = 5


@dataclass(frozen=True)
class Told:
    """How an event reads: {who} did it, {thing} is the bite, {to} and {from} are people, {reason} follows a colon."""

    sentence: str | Promise
    icon: str


TOLD: Mapping[str, Told] = {
    "issue.flagged": Told(_("{who} flagged it"), "flag"),
    "issue.caught": Told(_("{to} caught it; the hunter is released"), "hand"),
    "issue.edited": Told(_("{who} changed it"), "pencil"),
    "issue.discarded": Told(_("{who} took it off the stove{reason}"), "circle-x"),
    "issue.appealed": Told(_("{who} asks a moderator to look again{reason}"), "rotate-ccw"),
    "issue.appeal_accepted": Told(_("{who} put it back on the stove"), "rotate-ccw"),
    "issue.appeal_rejected": Told(_("{who} left it off the stove{reason}"), "circle-x"),
    "issue.hunter_allowed": Told(_("{who} lets the hunter catch it{reason}"), "lock-open"),
    "issue.in_progress": Told(_("It is being eaten"), "utensils"),
    "issue.back_to_caught": Told(_("Nobody is eating it any more"), "undo-2"),
    "issue.waiting": Told(_("{who} lets it wait{reason}"), "circle-pause"),
    "issue.resumed": Told(_("It goes on"), "play"),
    "issue.resolved": Told(_("{who} resolved it"), "party-popper"),
    "issue.reopened": Told(_("{who} opened it again{reason}"), "rotate-ccw"),
    "issue.closed": Told(_("It is closed"), "check-check"),
    "issue.merged": Told(_("{who} merged it into {into}"), "git-merge"),
    "issue.unmerged": Told(_("{who} undid the merge"), "undo-2"),
    "issue.joined": Told(_("{who} said: mine too"), "user-plus"),
    "issue.left": Told(_("{who} took a “mine too” back"), "undo-2"),
    "issue.moved": Told(_("{who} moved it to another community"), "move-right"),
    "issue.asked": Told(_("{who} asked the hunter something"), "circle-help"),
    "issue.questions_wait": Told(_("The hunter was told of the open questions"), "circle-help"),
    "issue.thanked": Told(_("{who} thanked everyone who ate"), "party-popper"),
    "issue.answered": Told(_("{who} answered the question"), "message-circle"),
    "issue.offered": Told(_("{who} tosses it to {to}{reason}"), "move-right"),
    "issue.accepted": Told(_("{who} caught it from {from}"), "hand"),
    "issue.refused": Told(_("{who} cannot take it{reason}"), "x"),
    "issue.expired": Told(_("{to} did not answer in time; {from} still holds it"), "clock"),
    "issue.withdrawn": Told(_("The toss to {to} was taken back"), "undo-2"),
    "issue.assigned": Told(_("{who} put it into the hands of {to}{reason}"), "move-right"),
    "issue.uncaught": Told(_("Nobody had caught it; told: {people}"), "flame"),
    "issue.stagnant": Told(_("It stood still; told: {people}"), "flame"),
    "issue.promise_late": Told(_("The promised news was late; told: {people}"), "megaphone"),
    "issue.passed_on": Told(_("Nobody moved: it went from {from} to {to}"), "move-right"),
    "issue.rested": Told(_("Nobody moved and its ladder ran out: it rests on {to}"), "octagon-alert"),
    "issue.custody_moved": Told(_("It moved from {from} to {to}, who can look after it now"), "move-right"),
    "issue.news_published": Told(_("{who} told the customer"), "megaphone"),
    "issue.news_due": Told(_("The news promised to the customer was due"), "clock"),
    "issue.link_issued": Told(_("{who} handed out a link to the customer’s page"), "link"),
    "issue.link_revoked": Told(_("{who} closed a link to the customer’s page"), "link"),
    "issue.link_rotated": Told(_("{who} put a new link to the customer’s page in the place of an old one"), "link"),
    "issue.satisfied": Told(_("The customer gives {score} of 5{reason}"), "star"),
    "issue.customer_said": Told(_("The customer wrote"), "message-square"),
    "task.added": Told(_("{who} cut a bite: {thing}"), "scissors"),
    "task.approved": Told(_("{thing} is on the table"), "check"),
    "task.edited": Told(_("{who} changed {thing}"), "pencil"),
    "task.moved": Told(_("{who} put {thing} in another place"), "list-tree"),
    "task.taken": Told(_("{who} took {thing}{reason}"), "utensils"),
    "task.started": Told(_("{who} started {thing}"), "play"),
    "task.finished": Told(_("{who} finished {thing}"), "circle-check"),
    "task.to_review": Told(_("{who} asks to taste {thing}"), "eye"),
    "task.taster_changed": Told(_("{to} tastes {thing} in the place of {from}"), "eye"),
    "task.reworked": Told(_("{who} asks for rework on {thing}{reason}"), "rotate-ccw"),
    "task.returned": Told(_("{who} put {thing} back on the table{reason}"), "undo-2"),
    "task.cancelled": Told(_("{who} took {thing} off the menu{reason}"), "circle-x"),
    "task.blocked": Told(_("{who} is stuck on {thing}{reason}"), "octagon-alert"),
    "task.reminded": Told(_("{to} was asked whether {thing} goes on"), "clock"),
    "task.went_back": Told(_("{thing} lay untouched on the plate of {from} and is back on the table"), "undo-2"),
    "task.raised": Told(_("Nobody has taken {thing} yet"), "clock"),
    "task.extension_asked": Told(_("{who} asks for more time for {thing}{reason}"), "clock"),
    "task.extension_granted": Told(_("{who} gave {to} more time for {thing}"), "clock"),
    "task.extension_refused": Told(_("{who} gives {to} no more time for {thing}{reason}"), "clock"),
    "task.discussed": Told(_("{who} wrote about {thing}"), "message-circle"),
    "task.unblocked": Told(_("{thing} goes on"), "play"),
    "task.split": Told(_("{who} cut {thing} into smaller bites"), "scissors"),
    "task.asked": Told(_("{who} asked {to} to take {thing}"), "user-plus"),
}
PEOPLE = ("to", "from")
QUIET = frozenset({"issue.news_soon", "issue.followed", "issue.unfollowed"})


def people_in(facts: Mapping[str, Any]) -> set[int]:
    """The ids of the people whom a sentence may name."""
    return {facts[name] for name in PEOPLE if isinstance(facts.get(name), int)} | set(_many(facts))


def tell(name: str, facts: Mapping[str, Any], *, who: str, thing: str, people: Mapping[int, str]) -> SafeString:
    """The sentence as safe HTML; an event that nobody wrote one for reads as its name."""
    words = {fact: format_html("<b>{}</b>", people.get(facts.get(fact) or 0, "?")) for fact in PEOPLE}
    words["who"] = format_html("<b>{}</b>", who)
    words["thing"] = format_html("<b>{}</b>", thing)
    words["people"] = _names(_many(facts), people)
    words["into"] = _key(facts.get("into"))
    words["score"] = format_html("{}", facts.get("score", ""))
    words["reason"] = _reason(facts.get("reason"))
    return format_html(str(TOLD[name].sentence), **words) if name in TOLD else format_html("{}", name)


def _many(facts: Mapping[str, Any]) -> list[int]:
    """The people whom a sentence names one after the other."""
    found = facts.get("people")
    return [pk for pk in found if isinstance(pk, int)] if isinstance(found, list) else []


def _names(ids: Sequence[int], people: Mapping[int, str]) -> SafeString:
    named = [people.get(pk, "?") for pk in ids[:MOST_NAMED]]
    more = len(ids) - len(named)
    return format_html("<b>{}</b>{}", ", ".join(named), f" + {more}" if more > 0 else "")


def tell_many(who: str, count: int) -> SafeString:
    """Bites cut in one go."""
    return format_html(gettext("{who} cut {count} bites"), who=format_html("<b>{}</b>", who), count=count)


def _key(pk: object) -> SafeString:
    return format_html('<a href="/HP-{0}">HP-{0}</a>', pk) if isinstance(pk, int) else SafeString("")


def _reason(raw: object) -> SafeString:
    line = " ".join(str(raw or "").split())
    short = line if len(line) <= MOST_QUOTED else line[: MOST_QUOTED - 1].rstrip() + "…"
    return format_html(": {}", short) if short else SafeString("")
