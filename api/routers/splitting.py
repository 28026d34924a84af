"""What similar potatoes needed, as evidence for a split; adding is POST /issues/{id}/tasks."""

from typing import Any

from ninja import Schema

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Request
from api.schemas.issues import Size
from api.schemas.splitting import TemplateOut
from issues.models import SplitTemplate
from issues.reading.examples import Example
from issues.reading.proposals import Proposal, suggestions

routes = Routes("splitting")


class ProposalOut(Schema):
    """A bite that similar potatoes had: the median of its effort, and which of them had it."""

    title: str
    size: Size
    done_when: str
    skills: list[str]
    count: int
    is_common: bool
    issues: list[int]


class RecipeOut(Schema):
    """What caused a potato, what cured it, and what was learned."""

    cause: str
    cure: str
    lesson: str


class ExampleOut(Schema):
    """A similar resolved potato: how like it is, from 0 to 1, and why."""

    id: int
    key: str
    title: str
    score: float
    parts: dict[str, float]
    why: str
    recipe: RecipeOut | None


class SuggestionsOut(Schema):
    """Proposed bites with their evidence, and the templates beside them. Nothing is created by asking."""

    items: list[ProposalOut]
    examples: list[ExampleOut]
    templates: list[TemplateOut]


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "title": one.title,
        "size": one.size,
        "done_when": one.done_when,
        "skills": list(one.skills),
        "count": one.count,
        "is_common": one.is_common,
        "issues": list(one.issues),
    }


def _example(one: Example) -> dict[str, Any]:
    parts = {name: round(part, 3) for name, part in one.parts.items()}
    return {
        "id": one.issue.pk,
        "key": one.issue.key,
        "title": one.issue.title,
        "score": round(one.score, 3),
        "parts": parts,
        "why": one.why,
        "recipe": _recipe(one),
    }


def _recipe(one: Example) -> dict[str, str] | None:
    found = one.recipe
    return {"cause": found.cause, "cure": found.cure, "lesson": found.lesson} if found else None


@routes.get("/issues/{issue_id}/split-suggestions", SuggestionsOut)
def split_suggestions(request: Request, issue_id: int) -> dict[str, Any]:
    """The common bites of the five most similar resolved potatoes that the caller may see."""
    person, issue = person_of(request), finding.issue(request, issue_id)
    found = suggestions(issue, person)
    templates = SplitTemplate.objects.visible_to(person).for_issue(issue)
    return {
        "items": [_proposal(one) for one in found.proposals],
        "examples": [_example(one) for one in found.examples],
        "templates": [TemplateOut.of(one) for one in templates.select_related("community", "created_by")],
    }
