"""The cards of the board as they are drawn, neutral to whoever looks."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from esn.lib.kept import kept, key
from issues.cards import Card
from issues.dropping import menu_of


def minis(cards: Sequence[Card]) -> dict[int, SafeString]:
    """The HTML of each card by its potato's id: kept for as long as nothing changes that is drawn."""
    by_id = {card.id: card for card in cards}

    def drawn(ids: list[int]) -> dict[int, str]:
        return {
            pk: render_to_string("issues/_mini.html", {"card": by_id[pk], "menu": menu_of(by_id[pk])}) for pk in ids
        }

    return kept({pk: _key(card) for pk, card in by_id.items()}, drawn)


def _key(card: Card) -> str:
    holder = card.holder
    person = (holder.name, holder.handle, str(holder.photo)) if holder else ()
    return key(f"mini:{card.id}", card.version, card.customer, card.tier, card.waits, person)
