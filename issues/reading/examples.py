"""The resolved potatoes that are most like one: by words, spelling, tags and the customer's segment, with the reason.

Each part is between 0 and 1 and weighs what `WEIGHTS` says. A part that the potato itself has nothing of (no tag, no
segment) is left out, and the others weigh the more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esn.lib.text import tags_in
from issues.lifecycle import Status
from issues.likeness import Rarity, cosine, plain, spelt_alike, trigrams
from issues.models import Issue, Resolution
from issues.models.rules import count
from issues.reading import finding
from issues.reading.finding import Found, Said
from issues.rules import Rule
from people.models import Person

WEIGHTS: Mapping[str, float] = {"words": 0.55, "title": 0.2, "tags": 0.15, "segment": 0.1}
MOST_WORDS_SHOWN = 4
MOST_READ = 4000
LEAST_SCORE = 0.12
LEAST_SPELT = 0.3
_WORD = re.compile(r"[^\W_]{2,}")


@dataclass(frozen=True)
class Example:
    """A resolved potato that is like this one: `score` 0 to 1, `parts` what it is made of, `why` in words."""

    issue: Issue
    score: float
    parts: Mapping[str, float]
    why: str

    @property
    def recipe(self) -> Resolution | None:
        """What cured it, if somebody wrote it down."""
        return getattr(self.issue, "resolution", None)

    @property
    def percent(self) -> int:
        """The score as people read it."""
        return round(100 * self.score)


@dataclass(frozen=True)
class _Marks:
    """What a potato has beside its words."""

    tags: frozenset[str]
    segment: str


def examples(issue: Issue, viewer: Person) -> list[Example]:
    """The most similar resolved potatoes that the viewer may see, the likest first; a fixed number of queries.

    Five of them, unless the community says otherwise.
    """
    wanted, rare = finding.title_of(issue), finding.rarity()
    among = Issue.objects.visible_to(viewer).filter(status__in=(Status.RESOLVED, Status.CLOSED), task_done__gt=0)
    among = among.exclude(pk=issue.pk)
    found = finding.alike(wanted, among, rare)
    rows = {
        row.pk: row
        for row in Issue.objects.filter(pk__in=[one.id for one in found]).select_related("customer", "resolution")
    }
    judge = _Judge(wanted, _marks(issue), rare)
    judged = [judge.example(rows[one.id], one) for one in found if one.id in rows]
    good = [example for example in judged if example.score >= LEAST_SCORE]
    return sorted(good, key=lambda example: (-example.score, -example.issue.pk))[
        : count(issue.community_id, Rule.EXAMPLES)
    ]


def _marks(issue: Issue) -> _Marks:
    """Its tags and the segment of its customer, which should be loaded."""
    segment = issue.customer.segment.strip().lower() if issue.customer else ""
    said = f"{issue.title} {issue.description}"[:MOST_READ]
    return _Marks(tags_in(said) if "#" in said else frozenset(), segment)


@dataclass(frozen=True)
class _Judge:
    """Judges how like one potato others are."""

    wanted: Said
    mine: _Marks
    rare: Rarity

    def example(self, row: Issue, one: Found) -> Example:
        """The other potato with its score and the reason."""
        theirs = _marks(row)
        parts = {
            "words": cosine(self.wanted.words, one.words, self.rare),
            "title": spelt_alike(trigrams(self.wanted.title), trigrams(one.title)),
        }
        if self.mine.tags:
            parts["tags"] = len(self.mine.tags & theirs.tags) / len(self.mine.tags)
        if self.mine.segment:
            parts["segment"] = float(self.mine.segment == theirs.segment)
        score = sum(WEIGHTS[name] * part for name, part in parts.items()) / sum(WEIGHTS[name] for name in parts)
        shared = sorted(self.wanted.words & one.words, key=lambda word: (-self.rare.weight(word), word))
        return Example(row, score, parts, "; ".join(self._reasons(row, shared, theirs, parts)))

    def _reasons(self, row: Issue, shared: list[str], theirs: _Marks, parts: Mapping[str, float]) -> Iterable[str]:
        if words := _as_written(f"{row.title} {row.description}", shared):
            yield _("both say %(words)s") % {"words": ", ".join(words)}
        if parts["title"] >= LEAST_SPELT:
            yield _("the titles are alike")
        if tags := self.mine.tags & theirs.tags:
            yield _("both have %(tags)s") % {"tags": ", ".join(f"#{tag}" for tag in sorted(tags))}
        if parts.get("segment"):
            yield _("same segment: %(segment)s") % {"segment": theirs.segment}


def _as_written(text: str, stems: Iterable[str]) -> list[str]:
    """The words of a text that these stems stand for, the rarest first."""
    written = [(plain(word), word) for word in _WORD.findall(text)]
    shown: dict[str, str] = {}
    for stem in stems:
        match = next(((key, word) for key, word in written if key.startswith(stem[: max(3, len(stem) - 1)])), None)
        if match and match[0] not in shown:
            shown[match[0]] = match[1].lower()
        if len(shown) == MOST_WORDS_SHOWN:
            break
    return list(shown.values())
