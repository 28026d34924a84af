"""Questions that only the hunter can answer: gathered in one card, told of once a day, answered in one tap."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, plant, record
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from issues import events, policies
from issues.models import Issue, Question
from issues.models.rules import span
from issues.models.words import MOST_CHOICE, MOST_CHOICES
from issues.rules import Rule
from people.models import Person

MOST_QUESTION = 500
MOST_ANSWER = 4000


def tell_key(issue: Issue) -> str:
    """The key of the due job that tells the hunters of what was asked since they were told last."""
    return f"issue:{issue.pk}:questions"


def _said(raw: str, most: int) -> str:
    body = text.check_text(raw, most=most, name="body").strip()
    if not body:
        raise Refused(_("Write something first."), field="body")
    return body


def _choices(raw: Sequence[str]) -> list[str]:
    found = list(dict.fromkeys(line.strip() for line in raw if line.strip()))
    if len(found) > MOST_CHOICES:
        raise Refused(_("Give four answers to choose from at the most."), field="choices")
    return [text.check_text(choice, most=MOST_CHOICE, name="choices") for choice in found]


@action
def ask(issue: Issue, *, by: Person, body: str, choices: Sequence[str] = ()) -> Question:
    """Ask the hunters something; it waits in one card until one of them answers, by a tap if a choice fits.

    The hunters are told once a day at the most; what is asked meanwhile is told of together.
    Raises Refused for an empty or too long question and for more than four choices.
    """
    issue = Issue.objects.locked(issue)
    said = _said(body, MOST_QUESTION)
    pause = span(issue.community_id, Rule.HUNTER_TOLD_EVERY)
    told = Question.objects.filter(issue=issue, told_at__gt=now() - pause).order_by("told_at").last()
    question = Question.objects.create(
        issue=issue, asked_by=by, body=said, choices=_choices(choices), asked_at=now(), told_at=None if told else now()
    )
    if told and told.told_at:
        plant("issue.questions", key=tell_key(issue), due_at=told.told_at + pause, issue=issue.pk)
    record(events.asked, issue, by=by, question=question, is_told=told is None)
    return question


@action
def tell(issue: Issue) -> int:
    """Tell the hunters of what is still unanswered and was not told yet; returns how many questions that are."""
    issue = Issue.objects.locked(issue)
    waiting = Question.objects.filter(issue=issue, answered_at=None, told_at=None)
    count = waiting.update(told_at=now())
    if count:
        record(events.questions_wait, issue, by=None, count=count)
    return count


@action
def answer(question: Question, *, by: Person, body: str) -> Question:
    """Answer it, once. Raises Conflict `already_answered`, Forbidden for whoever does not hunt it."""
    issue = Issue.objects.locked(question.issue_id)
    question = Question.objects.select_related("asked_by", "issue").get(pk=question.pk)
    said = _said(body, MOST_ANSWER)
    if question.answered_at:
        raise Conflict(_("It was answered meanwhile."), "already_answered")
    policies.check(policies.may_answer(by, question))
    question.answer, question.answered_by, question.answered_at = said, by, now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    record(events.answered, issue, by=by, question=question, asked_by=question.asked_by)
    return question
