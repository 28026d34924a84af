"""Talking about one bite: what is said there stands in its potato's discussion too."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from esn.activity.spine import action, record
from esn.lib.errors import Conflict
from feeds.actions import posts
from feeds.models import Attachment, Comment
from issues import events
from issues.actions.tasks import locked
from issues.models import Task, TaskComment
from people.models import Person


@action
def discuss(task: Task, *, by: Person, body: str, files: Sequence[Attachment] = ()) -> Comment:
    """Say something about a bite, with files; it changes no state.

    The caller fetched the bite through `visible_to`. Raises Conflict `no_discussion` for one of a potato that has none,
    Refused for the body.
    """
    task = locked(task)
    post = task.issue.post
    if post is None:
        raise Conflict(_("Nothing can be said here."), "no_discussion")
    said = posts.comment(post, by=by, body=body, files=files)
    TaskComment.objects.create(task=task, comment=said)
    record(events.task_discussed, task, by=by, comment=said)
    return said
