"""The six reactions as they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from feeds.models.reactions import EMOJI

ICONS = {
    "thanks": "heart",
    "like": "thumbs-up",
    "laugh": "laugh",
    "wow": "sparkles",
    "sad": "frown",
    "party": "party-popper",
}
NAMES = {
    "thanks": pgettext_lazy("a reaction", "Thanks"),
    "like": pgettext_lazy("a reaction", "Like"),
    "laugh": pgettext_lazy("a reaction", "Laugh"),
    "wow": pgettext_lazy("a reaction", "Wow"),
    "sad": pgettext_lazy("a reaction", "Sad"),
    "party": pgettext_lazy("a reaction", "Party"),
}
ALWAYS = "like"


@dataclass(frozen=True)
class Shown:
    """A reaction with how often it was given."""

    emoji: str
    count: int

    @property
    def icon(self) -> str:
        """The picture: drawn, since not every system has coloured emoji."""
        return ICONS[self.emoji]

    @property
    def name(self) -> str:
        """The word."""
        return str(NAMES[self.emoji])


def given(counts: Mapping[str, int]) -> list[Shown]:
    """What was given, and the like that always stands there."""
    return [Shown(emoji, counts.get(emoji, 0)) for emoji in EMOJI if counts.get(emoji) or emoji == ALWAYS]


def choices() -> list[Shown]:
    """All six, without numbers."""
    return [Shown(emoji, 0) for emoji in EMOJI]
