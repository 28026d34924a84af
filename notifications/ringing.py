"""The bell: tells a person's open pages how much is unread."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.html import format_html

from esn.live.frames import Op, RenderedFrame
from esn.live.publisher import bump
from notifications.inbox import unread

BELL = "unread"
KIND = "notifications.bell"


def ring(person_ids: Iterable[int]) -> None:
    """Send each person's count into his own stream; the last thing an action does, since it holds the streams."""
    counts = unread(person_ids)
    bump([_frame(person_id, count) for person_id, count in sorted(counts.items())])


def _frame(person_id: int, count: int) -> RenderedFrame:
    html = format_html('<span id="{}" data-count="{}">{}</span>', BELL, count, count or "")
    return RenderedFrame(f"u:{person_id}", Op.PUT, BELL, {code: html for code, _name in settings.LANGUAGES})
