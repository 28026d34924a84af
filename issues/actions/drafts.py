"""Bites before they exist: a draft, and a pasted list read as drafts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from issues.lifecycle import Size
from issues.models import Task
from people.models import Person

_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])?\s*(?:\[[ xX]?\]\s*)?")
_SIZE = re.compile(r"\s*[(\[]\s*(XS|S|M|L)\s*[)\]]\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class TaskDraft:
    """What somebody says of a bite that he adds."""

    title: str
    done_when: str = ""
    size: str = Size.S
    parent: Task | None = None
    depends_on: Sequence[Task] = field(default_factory=tuple)
    skills: Sequence[str] = field(default_factory=tuple)
    due_at: dt.datetime | None = None
    reviewer: Person | None = None


def parse_list(pasted: str) -> list[TaskDraft]:
    """One bite a line; bullets, numbers and boxes dropped, a size in brackets at the end taken as its size."""
    drafts = []
    for line in pasted.splitlines():
        title = _BULLET.sub("", line, count=1).strip()
        size = _SIZE.search(title)
        title = _SIZE.sub("", title).strip()
        if title:
            drafts.append(TaskDraft(title=title, size=size.group(1).upper() if size else Size.S))
    return drafts
