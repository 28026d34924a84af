"""How alike two things are that people wrote: by their rarer words, and by their letters in threes. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

UNSEEN = 0.001
_LETTERS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Rarity:
    """How much a word tells. `shares`: of all potatoes, how many have the word, between 0 and 1."""

    shares: Mapping[str, float] = field(default_factory=dict)

    def share(self, word: str) -> float:
        """Of all potatoes, how many have it."""
        return self.shares.get(word, UNSEEN)

    def weight(self, word: str) -> float:
        """The inverse document frequency, ln(1 / share); a word that all have still tells a little."""
        return max(-math.log(self.share(word)), 0.05)

    def total(self, words: Set[str]) -> float:
        """What they tell together."""
        return sum(map(self.weight, words))


def covered(asked: Set[str], said: Set[str], rarity: Rarity) -> float:
    """How much of what `asked` tells is said too, 0 to 1."""
    return rarity.total(asked & said) / rarity.total(asked) if asked else 0.0


def cosine(one: Set[str], other: Set[str], rarity: Rarity) -> float:
    """The cosine of two sets of words, each weighing as much as it tells; 0 to 1."""
    norms = _square(one, rarity) * _square(other, rarity)
    return _square(one & other, rarity) / math.sqrt(norms) if norms else 0.0


def _square(words: Set[str], rarity: Rarity) -> float:
    return sum(rarity.weight(word) ** 2 for word in words)


def dice(one: Set[str], other: Set[str]) -> float:
    """Twice what both have, to what each has; 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def trigrams(text: str) -> frozenset[str]:
    """Three letters each, as PostgreSQL's pg_trgm cuts them; accents and capitals do not count."""
    found: set[str] = set()
    for word in _LETTERS.findall(plain(text)):
        padded = f"  {word} "
        found.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return frozenset(found)


def spelt_alike(one: Set[str], other: Set[str]) -> float:
    """The similarity of pg_trgm over two sets of `trigrams`: what both have, to what either has; 0 to 1."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0


def plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
