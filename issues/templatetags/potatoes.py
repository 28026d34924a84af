"""Template tags of potatoes: what was drawn before."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def of(drawn: Mapping[int, SafeString], pk: int) -> SafeString:
    """What was drawn for this id."""
    return drawn[pk]
