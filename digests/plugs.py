"""The sections of the digest, in their order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, ngettext

from digests import potatoes, talk
from digests.sections import Found, Section, register
from issues.heat import Band
from people import tabs


def _burning(found: Found) -> str:
    burning = sum(1 for row in found.rows if (row.heat or 0) >= Band.BURNING.floor)
    if burning:
        return ngettext("%(count)d burns", "%(count)d burn", burning) % {"count": burning}
    return ngettext("%(count)d hot potato", "%(count)d hot potatoes", found.total) % {"count": found.total}


def _fitting(found: Found) -> str:
    return ngettext("%(count)d bite fits you", "%(count)d bites fit you", found.total) % {"count": found.total}


def _hunted(found: Found) -> str:
    return ngettext("%(count)d of your hunt", "%(count)d of your hunt", found.total) % {"count": found.total}


def _answered(found: Found) -> str:
    return ngettext("%(count)d answer for you", "%(count)d answers for you", found.total) % {"count": found.total}


def _eaten(found: Found) -> str:
    return ngettext("%(count)d is eaten", "%(count)d are eaten", found.total) % {"count": found.total}


def _said(found: Found) -> str:
    count = {"count": found.total}
    return ngettext("news in %(count)d community", "news in %(count)d communities", found.total) % count


tabs.register(gettext_lazy("Digest"), "digests:settings", place=60)
register(Section("burns", gettext_lazy("What burns"), potatoes.burns, _burning, limit=3))
register(Section("hunt", gettext_lazy("Your hunt, melting"), potatoes.hunt, _hunted, limit=3))
register(Section("bites", gettext_lazy("Bites that fit you"), potatoes.bites, _fitting, limit=3))
register(Section("answers", gettext_lazy("You wait for an answer"), talk.answers, _answered))
register(Section("eaten", gettext_lazy("Eaten, with thanks"), potatoes.eaten, _eaten))
register(Section("communities", gettext_lazy("Your communities"), talk.communities, _said))
