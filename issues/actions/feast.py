"""The feast: the post that thanks everyone who ate of a closed potato, and the hunter's own thanks."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Conflict
from feeds.actions import posts
from feeds.models import Post
from issues import events, lifecycle, policies
from issues.lifecycle import Status, TaskStatus
from issues.models import Issue, Resolution, Thanks
from people.models import Person

OVER = frozenset({Status.RESOLVED, Status.CLOSED})


def eaters(issue: Issue, *, but: int) -> list[Person]:
    """Who finished bites of it, by name, without the one person of this id."""
    eaten = issue.tasks.filter(status=TaskStatus.DONE)
    return list(Person.objects.filter(tasks_taken__in=eaten).exclude(pk=but).distinct().order_by("name"))


def hold(issue: Issue) -> Post | None:
    """Thank the eaters in the potato's community, in the holder's language; nothing if the holder ate alone."""
    thanked = eaters(issue, but=issue.owner_id)
    if not thanked:
        return None
    with override(issue.owner.language):
        names = ", ".join(f"@{person.handle}" for person in thanked)
        body = _("%(key)s is eaten: **%(title)s**. Thanks to %(names)s for the bites.")
        body %= {"key": f"[{issue.key}](/{issue.key})", "title": issue.title, "names": names}
        body += _lesson(issue)
    return posts.publish(by=issue.owner, community=issue.community, body=body)


def _lesson(issue: Issue) -> str:
    recipe = Resolution.objects.filter(issue=issue).exclude(lesson="").first()
    return "\n\n" + _("What we learned: %(lesson)s") % {"lesson": recipe.lesson} if recipe else ""


@action
def thank(issue: Issue, *, by: Person) -> Issue:
    """The hunter thanks everyone who ate of it, once.

    Raises Conflict `illegal_transition` before it is resolved, `already_thanked` the second time, `nobody_ate` if
    nobody else did; Forbidden for whoever does not hunt it.
    """
    issue = Issue.objects.locked(issue)
    if issue.status not in OVER:
        raise Conflict(_("It is not resolved yet; say thank you when it is."), lifecycle.ILLEGAL)
    policies.check(policies.may_thank(by, issue))
    thanked = [person.pk for person in eaters(issue, but=by.pk)]
    if not thanked:
        raise Conflict(_("Nobody but you ate it."), "nobody_ate")
    _thanks, is_new = Thanks.objects.get_or_create(issue=issue, person=by, defaults={"at": now()})
    if not is_new:
        raise Conflict(_("You have thanked them already."), "already_thanked")
    record(events.thanked, issue, by=by, eaters=thanked)
    return issue
