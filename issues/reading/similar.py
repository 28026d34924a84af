"""Open potatoes that resemble a sentence: shown while somebody types, so that he joins instead of flagging again."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models.functions import Greatest
from django.db.models.lookups import GreaterThanOrEqual

from issues.cards import Card, cards_from
from issues.models import Issue
from people.models import Person

LEAST_LETTERS = 4
LEAST_ALIKE = 0.25
MOST = 4
MOST_LETTERS = 140


def similar(text: str, person: Person) -> list[Card]:
    """The open potatoes whose title is most alike, the likest first; two queries."""
    said = " ".join(text.replace("\0", " ").split())[:MOST_LETTERS]
    if len(said) < LEAST_LETTERS:
        return []
    alike = Greatest(TrigramSimilarity("title", said), TrigramWordSimilarity(said, "title"))
    seen = Issue.objects.visible_to(person).open().filter(GreaterThanOrEqual(alike, LEAST_ALIKE))
    return cards_from(seen.for_cards().order_by(alike.desc(), "-heat", "-id")[:MOST])
