"""Open potatoes that resemble a sentence: shown while somebody types, so that he joins instead of flagging again."""

from __future__ import annotations

from issues.cards import Card, cards_from
from issues.likeness import Rarity, covered, spelt_alike, trigrams
from issues.models import Issue
from issues.reading import finding
from issues.reading.finding import Found, Said
from people.models import Person

LEAST_LETTERS = 4
LEAST_ALIKE = 0.4
MOST = 4
MOST_LETTERS = 140


def similar(text: str, person: Person) -> list[Card]:
    """The open potatoes that say most of it, the likest first and then the hottest; a fixed number of queries."""
    typed = " ".join(text.replace("\0", " ").split())[:MOST_LETTERS]
    if len(typed) < LEAST_LETTERS:
        return []
    wanted, rare = finding.said(typed), finding.rarity()
    found = finding.alike(
        wanted, Issue.objects.visible_to(person).open(), rare, beginning=_beginning(wanted.title, text)
    )
    scores = {one.id: score for one in found if (score := _score(wanted, one, rare)) >= LEAST_ALIKE}
    rows = list(Issue.objects.filter(pk__in=scores).for_cards())
    rows.sort(key=lambda issue: (-round(scores[issue.pk], 1), -issue.heat, -issue.pk))
    return cards_from(rows[:MOST])


def _beginning(typed: str, text: str) -> str:
    """The last word, while it is still being typed."""
    last = typed.rsplit(" ", 1)[-1]
    return last if last.isalnum() and len(last) >= LEAST_LETTERS and not text.endswith(" ") else ""


def _score(wanted: Said, one: Found, rare: Rarity) -> float:
    """How much of the sentence it says, or how alike its title is spelt."""
    spelt = spelt_alike(trigrams(wanted.title), trigrams(one.title))
    begun = any(word.startswith(last) for last in wanted.title.split()[-1:] for word in one.words)
    return max(spelt, covered(wanted.words, one.words, rare), LEAST_ALIKE if begun and len(wanted.words) < 3 else 0)
