"""The sentences that scripts say, in the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from esn import moments, ui

WORDS: Mapping[str, Promise] = {
    "now": pgettext_lazy("a moment ago", "now"),
    "ago": pgettext_lazy("time ago; %s is a span such as 2 h", "%s ago"),
    "in": pgettext_lazy("time ahead; %s is a span such as 2 h", "in %s"),
    "d": pgettext_lazy("short for days", "d"),
    "h": pgettext_lazy("short for hours", "h"),
    "min": pgettext_lazy("short for minutes", "min"),
    "tomorrow": _("tomorrow"),
    "yesterday": _("yesterday"),
    "undo": _("Undo"),
    "lost": _("Connection lost. What you write is kept and goes out when it is back."),
    "failed": _("That did not work. Nothing is lost; please try again."),
    "offline": _("No network. It is saved on this phone and sends itself."),
    "waiting": _("%s flagged on this phone, waiting for the network."),
    "sent": _("Sent. It is on the stove."),
    "draft": _("Draft saved"),
    "draft_back": _("Your draft is back"),
    "too_big": _("%s is too big; up to %s MB works."),
    "moved": _("Moved to %s"),
    "not_moved": _("Not moved: %s"),
    "of": _("%s of %s"),
    "nobody": _("Nobody found"),
}


def words() -> dict[str, str]:
    """Each sentence by its name, the names of the bands of heat, and how a clock is read (`clock`)."""
    said = {name: str(sentence) for name, sentence in WORDS.items()}
    return {**said, "clock": moments.clock_format(), **ui.band_words()}
