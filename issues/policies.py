"""Who may do what with a potato: each question answers with the sentence that forbids it, or with nothing."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from esn.activity.clock import current_replay, now
from esn.lib.errors import Conflict, Forbidden
from feeds.models import Community, Membership
from issues.models import BoardView, Handoff, Hunter, Issue, Question, SplitTemplate, Task
from issues.models.rules import number, span
from issues.rules import Rule
from people.models import Person


def check(sentence: str, *, code: str = "forbidden") -> None:
    """Raise Forbidden with `sentence` unless it is empty. A replay tells what happened: nothing is forbidden in it."""
    if sentence and current_replay() is None:
        raise Forbidden(sentence, code)


def is_moderator(person: Person, community: Community) -> bool:
    """Whether the person moderates the community; in a replay everybody may do what happened."""
    if current_replay() is not None:
        return True
    return Membership.objects.moderators().filter(person=person, community=community).exists()


def may_arrange(person: Person, community: Community) -> str:
    """Set how a community works, such as its hours, ladders, numbers and watch: a moderator."""
    return "" if is_moderator(person, community) else _("Only a moderator may do that.")


def check_version(read: int | None, kept: int) -> None:
    """Raise Conflict `stale_version` if what is `kept` is not what was `read`; None overwrites whatever is there."""
    if read is not None and read != kept:
        raise Conflict(_("Somebody changed it meanwhile; look at it again."), "stale_version")


def is_hunter(person: Person, issue: Issue) -> bool:
    """Whether the person flagged the potato or joined it."""
    return issue.reporter_id == person.pk or Hunter.objects.filter(issue=issue, person=person).exists()


def released(issue: Issue) -> set[int]:
    """The ids of the hunters on whom nobody puts a caught potato again, unless a moderator let them."""
    if issue.caught_at is None or issue.hunter_may_catch:
        return set()
    return hunters_of(issue)


def hunters_of(issue: Issue) -> set[int]:
    """The ids of whoever flagged it or joined it."""
    return {issue.reporter_id, *Hunter.objects.filter(issue=issue).values_list("person", flat=True)}


def may_help(person: Person, community: Community) -> str:
    """Flag, catch, take: any active member; a guest only where the moderator allows it."""
    if not person.is_active:
        return _("This account is deactivated.")
    if person.is_guest and not community.guests_may_help:
        return _("Guests may look on here, but not take a share; ask a moderator.")
    return ""


def may_catch(person: Person, issue: Issue) -> str:
    """Any member who is here; the hunter was released and needs a moderator's leave."""
    if current_replay() is not None:
        return ""
    if sentence := may_help(person, issue.community):
        return sentence
    if person.absence_at(now()):
        return _("You are away; end your absence first.")
    if not issue.hunter_may_catch and is_hunter(person, issue):
        return _("You flagged it and are released from it: only a moderator can let you catch it.")
    return ""


def may_discard(person: Person, issue: Issue) -> str:
    """On watch, or a moderator."""
    if person.pk == issue.owner_id or is_moderator(person, issue.community):
        return ""
    return _("Only the person on watch or a moderator may discard it.")


def may_steer(person: Person, issue: Issue) -> str:
    """Wait, resume, resolve, toss, move: the holder or a moderator."""
    if person.pk == issue.owner_id or is_moderator(person, issue.community):
        return ""
    return _("Only %(holder)s, who holds it, or a moderator may do that.") % {"holder": issue.owner.name}


def may_moderate(person: Person, issue: Issue) -> str:
    """A moderator of its community."""
    return may_arrange(person, issue.community)


def may_appeal(person: Person, issue: Issue) -> str:
    """The hunter."""
    return "" if is_hunter(person, issue) else _("Only whoever flagged it may appeal.")


def may_thank(person: Person, issue: Issue) -> str:
    """The hunter."""
    return "" if is_hunter(person, issue) else _("Only whoever flagged it may say thank you here.")


def may_reopen(person: Person, issue: Issue) -> str:
    """The hunter, the holder or a moderator."""
    if is_hunter(person, issue) or not may_steer(person, issue):
        return ""
    return _("Only the hunter, the holder or a moderator may open it again.")


def may_edit(person: Person, issue: Issue) -> str:
    """Whoever has a stake in it: hunter, holder, moderator."""
    return "" if not may_reopen(person, issue) else _("Only the hunter, the holder or a moderator may change it.")


def is_frozen(issue: Issue) -> bool:
    """Whether it changed hands so often without progress that only a moderator passes it on."""
    return issue.bounces >= number(issue.community_id, Rule.FROZEN_AT)


def is_in_time(issue: Issue, rule: Rule, since: dt.datetime | None) -> bool:
    """Whether the community's span of `rule`, counted from `since`, is not over; never where nothing has begun."""
    return since is not None and now() <= since + span(issue.community_id, rule)


def may_answer_handoff(person: Person, handoff: Handoff) -> str:
    """Whom it was offered to."""
    return "" if person.pk == handoff.offered_to_id else _("It was offered to somebody else.")


def may_withdraw(person: Person, handoff: Handoff) -> str:
    """Who offered it, or a moderator."""
    if person.pk == handoff.offered_by_id or is_moderator(person, handoff.issue.community):
        return ""
    return _("Only whoever offered it or a moderator may withdraw it.")


def may_take(person: Person, task: Task) -> str:
    """Any member who is here."""
    if sentence := may_help(person, task.issue.community):
        return sentence
    return _("You are away; end your absence first.") if person.absence_at(now()) else ""


def may_eat(person: Person, task: Task) -> str:
    """Start, finish, block, return: who took it."""
    return "" if person.pk == task.assignee_id else _("Only whoever took this bite may do that.")


def may_return(person: Person, task: Task) -> str:
    """Who took it, the holder or a moderator."""
    return "" if person.pk == task.assignee_id else may_steer(person, task.issue)


def may_review(person: Person, task: Task) -> str:
    """Its reviewer; the holder where none was named, or he is no longer active."""
    if person.pk == taster_of(task, task.issue):
        return ""
    return _("Only its reviewer may do that.")


def taster_of(task: Task, issue: Issue) -> int:
    """Whose word ends the review of a bite, by id; its reviewer should be loaded."""
    return task.reviewer.pk if task.reviewer and task.reviewer.is_active else issue.owner_id


def may_shape(person: Person, task: Task) -> str:
    """Edit or cancel a bite: who proposed it, its eater, the holder or a moderator."""
    if person.pk in (task.proposed_by_id, task.assignee_id):
        return ""
    return may_steer(person, task.issue)


def may_shape_template(person: Person, template: SplitTemplate) -> str:
    """Change or archive it: who kept it, or a moderator of its community."""
    if person.pk == template.created_by_id or is_moderator(person, template.community):
        return ""
    return _("Only whoever kept it or a moderator may change it.")


def may_change_view(person: Person, view: BoardView) -> str:
    """Rename or delete it: who made it, or a moderator of the community that it is shared with."""
    if person.pk == view.owner_id or (view.community and is_moderator(person, view.community)):
        return ""
    return _("Only whoever made this view or a moderator may change it.")


def may_tell_customer(person: Person, issue: Issue) -> str:
    """Publish news and hand out links: the holder or a moderator."""
    return may_steer(person, issue)


def may_answer(person: Person, question: Question) -> str:
    """A hunter of the potato."""
    return "" if is_hunter(person, question.issue) else _("The question is for who flagged it.")
