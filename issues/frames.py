"""Which fragments on open pages change with a potato: its card in streams, its place on the board, its own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from esn.activity.events import Facts, Frame
from feeds.models import Community
from feeds.models.communities import COMPANY
from issues import cards
from issues.dropping import menu_of
from issues.models import Issue, Task
from issues.outside import lost_from, outsiders


def of_issue(issue: Issue, _facts: Facts | None = None) -> list[Frame]:
    """The card in its community's stream, the small one on the board, and a call to fetch its page.

    Whoever sees it by his part alone has both cards on the potato's own stream, which his pages hear from now on.
    """
    pk = issue.pk

    def card() -> dict[str, Any]:
        shown = cards.card_of(pk)
        return {"card": shown, "menu": menu_of(shown)}

    outside = outsiders(pk)
    return [
        *(Frame(f"u:{person}", "auth", "") for person in outside),
        *_cards(issue, issue.community.stream, issue.community.board_stream, card),
        *(_cards(issue, issue.stream, issue.stream, card) if outside else ()),
        Frame(issue.stream, "put", f"page-{pk}", "issues/_slot.html", lambda: {"issue": issue}),
    ]


def _cards(issue: Issue, stream: str, board: str, card: Callable[[], dict[str, Any]]) -> list[Frame]:
    return [
        Frame(stream, "put", issue.dom_id, "issues/_card.html", card, author=issue.reporter_id),
        Frame(board, "put", f"mini-{issue.pk}", "issues/_mini.html", card),
    ]


def of_parting(issue: Issue, facts: Facts | None = None) -> list[Frame]:
    """The same, where somebody's part may have ended: whoever hears of it proves first that he may."""
    return [*(Frame(stream, "rev", "") for stream in lost_from(issue)), *of_issue(issue, facts)]


def of_task_parting(task: Task, facts: Facts | None = None) -> list[Frame]:
    """The same for a bite that leaves a plate."""
    return of_parting(task.issue, facts)


def of_task(task: Task, facts: Facts | None = None) -> list[Frame]:
    """A bite changes its potato's card and page."""
    return of_issue(task.issue, facts)


def of_watch(community: Community, _facts: Facts) -> list[Frame]:
    """A call to fetch who is on watch, for whoever looks at it, and what comes if nobody moves."""
    facts = {"community": community}
    return [
        Frame(community.stream, "put", f"watch-{community.pk}", "issues/_watch_slot.html", lambda: facts),
        of_ladders(community),
    ]


def of_ladders(community: Community) -> Frame:
    """A call to fetch its ladders and what they foretell; a page hears it as an event of the name of its id."""
    call = f"ladders-{community.slug}"
    return Frame(ladder_stream(community.slug), "put", call, "issues/_ladders_slot.html", lambda: {"call": call})


def ladder_stream(slug: str) -> str:
    """The stream that calls whoever looks at what comes in a community if nobody moves; it says nothing else."""
    return f"l:{slug}"


def ladder_streams(community: Community) -> list[str]:
    """The streams that say when a community's ladders, hours or watch changed: its own, and the company's behind it."""
    return list(dict.fromkeys([ladder_stream(community.slug), ladder_stream(COMPANY)]))


def of_talk(task: Task, facts: Facts) -> list[Frame]:
    """Something was said about a bite: its page fetches what it says now."""
    slot = Frame(task.issue.stream, "put", f"talk-{task.pk}", "issues/_talk_slot.html", lambda: {"task": task})
    return [slot, *of_task(task, facts)]


def topics_of_issue(issue: Issue, _facts: Facts) -> list[str]:
    """The streams that a potato belongs to."""
    return [issue.community.stream, issue.stream]


def topics_of_task(task: Task, facts: Facts) -> list[str]:
    """Those of its potato."""
    return topics_of_issue(task.issue, facts)


def left_community(issue: Issue, facts: Facts) -> list[Frame]:
    """A potato that moved: gone from the streams of the community it left, and shown in the new one."""
    old = [
        Frame(stream, "del", dom)
        for stream, dom in ((f"c:{facts['from']}", issue.dom_id), (f"b:{facts['from']}", f"mini-{issue.pk}"))
    ]
    return [*old, *of_parting(issue)]
