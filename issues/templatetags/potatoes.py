"""Template tags of potatoes: the hours behind the elephant, and what was drawn before."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from issues.models import Issue

register = template.Library()


@register.simple_tag
def hours(issue: Issue) -> str:
    """`11 of 19 hours done.`, or what to do where nothing is cut yet."""
    if not issue.task_total:
        return _("Cut it into bites that people can digest.") if issue.is_open else ""
    done = issue.effort_total - issue.effort_left
    return _("%(done)s of %(total)s hours done.") % {"done": _number(done), "total": _number(issue.effort_total)}


@register.filter
def of(drawn: Mapping[int, SafeString], pk: int) -> SafeString:
    """What was drawn for this id."""
    return drawn[pk]


def _number(minutes: int) -> str:
    return f"{minutes / 60:g}" if minutes % 15 == 0 else f"{minutes / 60:.1f}"
