"""All that the page of one potato shows its reader, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from esn import moments
from esn.activity.clock import now
from esn.ui import Action, Link
from feeds.models import Attachment
from issues.actions.handoffs import asks_reason, earlier_owners
from issues.cards import Card, waits
from issues.lifecycle import HELD, TaskStatus
from issues.models import CustomerLink, CustomerMessage, CustomerUpdate, Issue, Question, Satisfaction, Task, Thanks
from issues.reading import effort, joined
from issues.reading.abilities import Abilities, abilities
from issues.reading.bites import Beside, outline, tasks_of, wishes_of
from issues.reading.chains import Chains, chains, heap_told
from issues.reading.offers import follow
from issues.reading.pauses import pauses
from issues.reading.stages import stages
from issues.reading.thread import TABS, Thread, thread
from issues.reading.warmth import warmth
from issues.recipients import contacts_of
from people.models import Person

MOST_CONTACTS = 50
A_MOMENT = dt.timedelta(minutes=1)


def regions(issue: Issue, person: Person, *, tab: str = "all") -> dict[str, Any]:
    """What the regions of the page show: head, story, bites, the column beside, and the thread's newest page."""
    may = abilities(issue, person)
    shown = tab if tab in TABS else "all"
    tasks = tasks_of(issue)
    return {
        "issue": issue,
        "may": may,
        **_standing(issue, may),
        **_bites(issue, may, tasks),
        **_around(issue, may),
        **_thanks(issue, may, tasks),
        **_acts(issue, may),
        "tab": shown,
        "tabs": _tabs(issue, shown),
        "thread": thread(issue, person, tab=shown),
    }


def _standing(issue: Issue, may: Abilities) -> dict[str, Any]:
    """Where it stands, who holds it, and how it came there."""
    return {
        "card": Card(issue, may.standing.offer),
        "offer": may.standing.offer,
        "stages": stages(issue),
        "warmth": warmth(issue),
        "waits": waits(issue),
        "pauses": pauses(issue),
        "released": _released(issue),
        "chain": list(reversed(earlier_owners(issue))) if asks_reason(issue) else [],
        "recipe": getattr(issue, "resolution", None),
    }


def _bites(issue: Issue, may: Abilities, tasks: Sequence[Task]) -> dict[str, Any]:
    """The outline, what waits for what, who has much of it, and the hours behind it."""
    drawn = chains(tasks)
    return {
        "rows": outline(issue, may, tasks, Beside(wishes_of(tasks), marks_of(drawn))),
        "chains": drawn,
        "heap": heap_told(may.standing.person, issue, tasks, steers="steer" in may),
        "worked": effort.told(issue, tasks),
    }


def _around(issue: Issue, may: Abilities) -> dict[str, Any]:
    """What came together in it: its files, its hunters and their answers, its customers and their links."""
    return {
        "files": Attachment.objects.filter(post=issue.post_id, comment=None) if issue.post_id else [],
        "hunters": joined.hunters(issue, may.standing),
        "merged_here": joined.merged_here(issue, may.standing),
        "questions": Question.objects.filter(issue=issue).select_related("asked_by", "answered_by").order_by("id"),
        "satisfactions": Satisfaction.objects.filter(issue=issue).select_related("contact"),
        "contacts": list(contacts_of(issue)[:MOST_CONTACTS]),
        "links": CustomerLink.objects.usable(now()).filter(issue=issue).select_related("contact"),
    }


def _acts(issue: Issue, may: Abilities) -> dict[str, Any]:
    """What the reader may do with it."""
    return {
        "primary": _primary(issue, may),
        "moves": _moves(issue, may),
        "follow": follow(issue, may, target=f"page-{issue.pk}"),
    }


def marks_of(drawn: Chains) -> dict[int, str]:
    """What is said of the critical bite."""
    if not drawn.holds_up:
        return {}
    return {drawn.holds_up: _("critical: %(hours)s h hang on it") % {"hours": f"{drawn.hours:g}"}}


def _released(issue: Issue) -> str:
    """How long the hunter had to wait for somebody to catch it."""
    if issue.caught_at is None:
        return ""
    waited = issue.caught_at - issue.flagged_at
    if waited < A_MOMENT:
        return _("released at once")
    return _("released after %(span)s") % {"span": moments.span(waited)}


def _thanks(issue: Issue, may: Abilities, tasks: Sequence[Task]) -> dict[str, Any]:
    """Who thanked those who ate, and whether the reader still may: if somebody else did."""
    me = may.standing.person.pk
    said = list(Thanks.objects.filter(issue=issue).select_related("person").order_by("id"))
    others = any(task.status == TaskStatus.DONE and task.assignee_id != me for task in tasks)
    return {"thanks": said, "may_thank": "thank" in may and others and all(row.person_id != me for row in said)}


def _primary(issue: Issue, may: Abilities) -> Action | None:
    """The one filled button of the column beside."""
    target = f"page-{issue.pk}"
    if "catch" in may:
        url = reverse("issues:act", args=[issue.pk, "catch"])
        return Action(_("Catch"), url, "hand", "primary", target=target, key="t")
    ready = "resolve" in may and (issue.task_done or issue.customer_id is None)
    if ready and not _owes_news(issue):
        return Action(_("Resolve"), reverse("issues:act", args=[issue.pk, "resolve"]), "party-popper", "primary", "get")
    if "news" in may and issue.customer_id and issue.status in HELD:
        return Action(_("Publish news"), reverse("issues:news", args=[issue.pk]), "send", "primary", "get")
    return None


def _owes_news(issue: Issue) -> bool:
    return issue.customer_id is not None and (issue.news_at is None or issue.news_at < issue.progress_at)


def _moves(issue: Issue, may: Abilities) -> list[Action]:
    """The rest of what the reader may do with it, for the menu."""
    words = {
        "news": (_("Publish news"), "send"),
        "resolve": (_("Resolve"), "party-popper"),
        "wait": (_("Let it wait"), "circle-pause"),
        "resume": (_("Go on"), "play"),
        "assign": (_("Assign"), "user-plus"),
        "ask": (_("Ask the hunter"), "circle-help"),
        "edit": (_("Edit"), "pencil"),
        "move": (_("Move to a community"), "move-right"),
        "merge": (_("Merge"), "git-merge"),
        "discard": (_("Off the stove"), "circle-x"),
        "allow-hunter": (_("Let the hunter catch it"), "lock-open"),
        "appeal": (_("Appeal"), "rotate-ccw"),
        "accept-appeal": (_("Put it back on the stove"), "rotate-ccw"),
        "reject-appeal": (_("Leave it off the stove"), "circle-x"),
        "reopen": (_("Open it again"), "rotate-ccw"),
        "close": (_("Close"), "check-check"),
        "undo-merge": (_("Undo the merge"), "undo-2"),
    }
    return [_entry(issue, name, *said) for name, said in words.items() if name in may]


def _entry(issue: Issue, name: str, label: str, icon: str) -> Action:
    url = reverse("issues:news", args=[issue.pk]) if name == "news" else reverse("issues:act", args=[issue.pk, name])
    is_tap = name in ("resume", "accept-appeal", "close", "undo-merge")
    key = "e" if name == "edit" else ""
    return Action(label, url, icon, method="post" if is_tap else "get", target=f"page-{issue.pk}", key=key)


def _tabs(issue: Issue, shown: str) -> list[Link]:
    comments = issue.post.comment_count if issue.post else 0
    told = CustomerUpdate.objects.filter(issue=issue).count() + CustomerMessage.objects.filter(issue=issue).count()
    labels = {"all": _("Everything"), "news": _("News"), "talk": _("Discussion"), "history": _("History")}
    counts = {"news": told, "talk": comments}
    url = issue.get_absolute_url()
    urls = {name: url if name == "all" else f"{url}?tab={name}#thread" for name in labels}
    return [
        Link(label, urls[name], counts.get(name), "page" if name == shown else "") for name, label in labels.items()
    ]


def shown_thread(issue: Issue, person: Person, *, tab: str, cursor: str | None) -> Thread:
    """An earlier page of the thread."""
    return thread(issue, person, tab=tab if tab in TABS else "all", cursor=cursor)
