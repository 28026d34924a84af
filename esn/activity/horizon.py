"""How far off a moment may lie that somebody names."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.lib.errors import Refused

FARTHEST = dt.timedelta(days=36_525)


def check_near(moment: dt.datetime | None, *, field: str) -> None:
    """Raise Refused for a moment so far off, behind or ahead, that no calendar in another zone can show it."""
    if moment and abs(moment - now()) > FARTHEST:
        raise Refused(_("That is too far away."), field=field)
