"""What news begins with at each stage, in each language: a community's own words, or the product's."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from esn.activity.clock import now
from feeds.models import Community
from issues.lifecycle import Status, WaitingFor
from issues.models import Issue, NewsStage, NewsTemplate

Key = tuple[str, str]


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The templates to choose from, by language; a value reads `progress-fr`."""
    return [
        (str(name), [(f"{stage.value}-{language}", f"{stage.label} ({language})") for stage in NewsStage])
        for language, name in settings.LANGUAGES
    ]


def fitting(issue: Issue) -> str:
    """The template that fits how the potato stands, in its customer's language."""
    language = issue.customer.language if issue.customer else settings.LANGUAGE_CODE[:2]
    return f"{_stage(issue)}-{language}"


def _stage(issue: Issue) -> NewsStage:
    if issue.status == Status.RESOLVED or (issue.task_total and issue.task_done == issue.task_total):
        return NewsStage.SOLVED
    if issue.status == Status.WAITING and issue.waiting_for == WaitingFor.CUSTOMER:
        return NewsStage.QUESTION
    if issue.is_news_late(now()):
        return NewsStage.LATE
    return NewsStage.PROGRESS if issue.news_at else NewsStage.FIRST


def defaults(language: str) -> Mapping[str, str]:
    """The product's own words by stage. In braces stand {holder}, {done} and {total}."""
    with override(language):
        return {
            NewsStage.FIRST: _(
                "{holder} has taken this on and looks after it from now on. We have understood that …\n\n"
                "The next step is …"
            ),
            NewsStage.PROGRESS: _("{done} of {total} parts are done. Since our last news we have …\n\nNext we …"),
            NewsStage.QUESTION: _(
                "To go on we need something from you: …\n\nPlease write it to us on this page, and we go on at once."
            ),
            NewsStage.LATE: _("We promised you news earlier and are late; we are sorry. This is how it stands: …"),
            NewsStage.SOLVED: _(
                "We believe that it is solved: …\n\nPlease tell us on this page whether you see it the same way."
            ),
        }


def own(community: Community) -> dict[Key, str]:
    """The community's own words, by stage and language."""
    rows = NewsTemplate.objects.filter(community=community)
    return {(row.stage, row.language): row.body for row in rows}


def words_of(community: Community) -> dict[Key, str]:
    """The words that count in a community, by stage and language."""
    codes = [code for code, _name in settings.LANGUAGES]
    known = {(stage, code): text for code in codes for stage, text in defaults(code).items()}
    return known | own(community)


def filled(issue: Issue) -> dict[Key, str]:
    """The words that count for a potato, with its facts in the braces, by stage and language."""
    facts = {"holder": issue.owner.first_name, "done": issue.task_done, "total": issue.task_total}
    found = words_of(issue.community)
    for name, fact in facts.items():
        found = {key: text.replace(f"{{{name}}}", str(fact)) for key, text in found.items()}
    return found


def begin(issue: Issue, choice: str) -> str:
    """The words of a choice such as `progress-fr` with the potato's facts in them; nothing for an unknown one."""
    stage, _dash, language = choice.partition("-")
    return filled(issue).get((stage, language), "")
