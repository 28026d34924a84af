"""Questions that only the hunter can answer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Conflict, Refused
from issues import events, policies
from issues.models import Issue, Question
from people.models import Person

MOST_QUESTION = 500
MOST_ANSWER = 4000


def _said(raw: str, most: int) -> str:
    body = text.check_text(raw, most=most, name="body").strip()
    if not body:
        raise Refused(_("Write something first."), field="body")
    return body


@action
def ask(issue: Issue, *, by: Person, body: str) -> Question:
    """Ask the hunters something; it waits in one card until one of them answers."""
    issue = Issue.objects.locked(issue)
    said = _said(body, MOST_QUESTION)
    question = Question.objects.create(issue=issue, asked_by=by, body=said, asked_at=now())
    record(events.asked, issue, by=by, question=question)
    return question


@action
def answer(question: Question, *, by: Person, body: str) -> Question:
    """Answer it, once."""
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
