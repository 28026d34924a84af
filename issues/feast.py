"""The feast: the post that thanks everyone who ate of a closed potato."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from feeds.actions import posts
from feeds.models import Post
from issues.lifecycle import TaskStatus
from issues.models import Issue
from people.models import Person


def hold(issue: Issue) -> Post | None:
    """Thank the eaters in the potato's community, in the holder's language; nothing if the holder ate alone."""
    eaten = issue.tasks.filter(status=TaskStatus.DONE)
    eaters = list(Person.objects.filter(tasks_taken__in=eaten).exclude(pk=issue.owner_id).distinct().order_by("name"))
    if not eaters:
        return None
    with override(issue.owner.language):
        names = ", ".join(f"@{person.handle}" for person in eaters)
        body = _("%(key)s is eaten: **%(title)s**. Thanks to %(names)s for the bites.")
        body %= {"key": f"[{issue.key}](/{issue.key})", "title": issue.title, "names": names}
    return posts.publish(by=issue.owner, community=issue.community, body=body)
