"""Whether somebody may see a potato."""

from __future__ import annotations

from issues.models import Issue
from people.models import Person


def may_see(person: Person, issue: Issue) -> bool:
    """By its community, or by a part in it."""
    return Issue.objects.visible_to(person).filter(pk=issue.pk).exists()
