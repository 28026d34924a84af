"""What a potato's card offers its reader: one primary act, then the quiet ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from esn.ui import Action
from issues.models import Handoff, Issue
from issues.reading.abilities import Abilities, of_many, of_role
from people.models import Person


def actions_for(
    issues: Iterable[Issue], person: Person, *, tosses: Mapping[int, Handoff | None]
) -> Mapping[int, list[Action]]:
    """For each of these potatoes, whose open tosses are known: what this person may do, in one query."""
    found = list(issues)
    may = of_many(found, person, offers=tosses)
    return {issue.pk: on_card(issue, may[issue.pk]) for issue in found}


def neutral(issue: Issue, offer: Handoff | None) -> list[Action]:
    """The acts of a card that is drawn for nobody in particular, in no query.

    What only its holder, its hunter or whom it is offered to may do names them, and the browser shows it to them alone.
    Who may not after all (a guest, somebody away) is told so by the refusal.
    """
    named = [issue.owner, issue.reporter, *([offer.offered_to] if offer else [])]
    rows = {person.pk: on_card(issue, of_role(issue, person, offer)) for person in named}
    anybody = on_card(issue, of_role(issue, Person(pk=0), offer))
    own = {act.url: act for row in rows.values() for act in row if act not in anybody}
    kept = [replace(act, but=_those(rows, act, offered=False)) for act in anybody]
    return [*(replace(act, only=_those(rows, act)) for act in own.values()), *kept]


def _those(rows: Mapping[int, list[Action]], act: Action, *, offered: bool = True) -> tuple[int, ...]:
    return tuple(pk for pk, row in rows.items() if (act in row) is offered)


def on_card(issue: Issue, may: Abilities) -> list[Action]:
    """The row of acts under a card."""
    return [*_primary(issue, may), *_quiet(issue, may)]


def _primary(issue: Issue, may: Abilities) -> list[Action]:
    offer = may.standing.offer
    if "accept" in may and offer:
        return [_post(issue, _("Catch it"), "hand", reverse("issues:handoff", args=[offer.pk, "accept"]), key="t")]
    if "catch" in may:
        return [_post(issue, _("Catch"), "hand", reverse("issues:act", args=[issue.pk, "catch"]), key="t")]
    if "resolve" in may and may.standing.holds(issue) and issue.task_done:
        return [_go(_("Resolve"), "party-popper", reverse("issues:act", args=[issue.pk, "resolve"]))]
    if "news" in may and may.standing.holds(issue) and issue.customer_id and issue.is_open:
        return [_go(_("Publish news"), "send", reverse("issues:news", args=[issue.pk]))]
    if "add" in may and issue.task_table:
        return [_go(_("Take a bite"), "utensils", f"{issue.get_absolute_url()}#h-bites")]
    return []


def _quiet(issue: Issue, may: Abilities) -> list[Action]:
    acts = []
    if "refuse" in may and may.standing.offer:
        url = reverse("issues:handoff", args=[may.standing.offer.pk, "refuse"])
        acts.append(Action(_("Refuse"), url, "x", method="get"))
    if "join" in may and not may.standing.holds(issue):
        url = reverse("issues:join", args=[issue.pk])
        acts.append(Action(_("Me too"), url, "user-plus", method="get", count=issue.customer_count or None))
    acts.append(follow(issue, may))
    return acts


def follow(issue: Issue, may: Abilities, *, target: str = "") -> Action:
    """The switch by which one hears of everything."""
    on = may.standing.is_following
    return Action(
        _("Following") if on else _("Follow"),
        reverse("issues:unfollow" if on else "issues:follow", args=[issue.pk]),
        "bell",
        pressed="true" if on else "false",
        target=target or issue.dom_id,
        keep="follow",
    )


def _post(issue: Issue, label: str, icon: str, url: str, *, key: str = "") -> Action:
    return Action(label, url, icon, "primary", target=issue.dom_id, key=key)


def _go(label: str, icon: str, url: str) -> Action:
    return Action(label, url, icon, "primary", "get")
