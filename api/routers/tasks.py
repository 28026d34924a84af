"""Bites and their moves; each move answers the bite as it then is."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from ninja import Body, Query

from api import finding
from api.auth import person_of
from api.routers.moves import receiver
from api.routers.posts import files_of, person_named
from api.routing import Routes
from api.schemas.common import MOST_LISTED, Items, Listing, Paging, Request, Text, items, listing, sent
from api.schemas.feeds import CommentOut
from api.schemas.issues import MaybeReason, Reason
from api.schemas.tasks import (
    AskIn,
    Before,
    Effort,
    ExtendIn,
    ExtensionOut,
    HeapOut,
    OfferOut,
    OutlineOut,
    SayIn,
    TaskIn,
    TaskOut,
    TaskPatch,
    TasksIn,
    Verdict,
)
from esn.lib.errors import Refused
from esn.lib.pages import keyset
from issues import policies
from issues.actions import asking, eating, extending, talking
from issues.actions import tasks as acting
from issues.actions.drafts import TaskDraft
from issues.critical import critical
from issues.models import Issue, Task
from issues.reading import effort
from issues.reading import table as reading
from issues.reading.chains import heap_told, parts_of
from issues.reading.talk import everything_said
from people.models import Person

routes = Routes("tasks")


class TableQuery(Paging):
    """Bites that ask for this skill."""

    skill: Text = ""


def out(task: Task) -> TaskOut:
    """A bite as it now is; who finished or returned it is answered even if he sees its potato no more."""
    return TaskOut.of(finding.with_neighbours(Task.objects.filter(pk=task.pk)).get())


def draft_of(body: TaskIn, issue: Issue, by: Person) -> TaskDraft:
    """What was sent as a draft. Raises Refused for a parent, dependency or reviewer that is not there."""
    return TaskDraft(
        title=body.title,
        done_when=body.done_when,
        size=body.size,
        parent=_sibling(issue, body.parent, "parent") if body.parent is not None else None,
        depends_on=[_sibling(issue, pk, "depends_on") for pk in body.depends_on],
        skills=body.skills,
        due_at=body.due_at,
        reviewer=person_named(by, body.reviewer, "reviewer"),
    )


def _sibling(issue: Issue, pk: int, field: str) -> Task:
    found = Task.objects.filter(issue=issue, pk=pk).first()
    if found is None:
        raise Refused(_("There is no such bite in this potato."), "invalid", field)
    return found


@routes.get("/issues/{issue_id}/tasks", OutlineOut)
def tasks(request: Request, issue_id: int) -> dict[str, Any]:
    """The bites of a potato, in the order of its outline, the longest chain of what is left, and the effort eaten."""
    issue = finding.issue(request, issue_id)
    rows = Task.objects.filter(issue=issue).select_related("assignee", "reviewer")
    found = list(rows.prefetch_related("skills", "depends_on").order_by("position", "id"))
    person = person_of(request)
    heap = heap_told(person, issue, found, steers=not policies.may_steer(person, issue))
    return {
        **items(found, TaskOut.of),
        "critical": critical(parts_of(found)),
        "effort_eaten_h": round(effort.eaten(found) / 60, 2),
        "heap": HeapOut.of(heap) if heap else None,
    }


@routes.post("/issues/{issue_id}/tasks", TaskOut | Items[TaskOut], status=201)
def add(request: Request, issue_id: int, body: TaskIn | TasksIn) -> Any:
    """Cut one bite off, or a list of them."""
    by, found = person_of(request), finding.issue(request, issue_id)
    bodies = body if isinstance(body, list) else [body]
    made = acting.add(found, by=by, drafts=[draft_of(one, found, by) for one in bodies])
    if isinstance(body, list):
        return {"items": [out(task) for task in made]}
    return out(made[0])


@routes.get("/table", Listing[OfferOut])
def table(request: Request, query: Query[TableQuery]) -> dict[str, Any]:
    """The bites that wait for somebody, the hottest potato's first, each with why it could be the caller's."""
    person = person_of(request)
    page = reading.offers(person, skill=query.skill, cursor=query.cursor, limit=query.limit)
    return listing(page, OfferOut.on_table)


@routes.get("/table/fitting", Items[OfferOut])
def fitting(request: Request) -> dict[str, Any]:
    """What fits the caller best among the hottest bites on the table."""
    return items(_whole(reading.fitting(person_of(request))), OfferOut.on_table)


@routes.get("/table/raised", Items[OfferOut])
def raised(request: Request) -> dict[str, Any]:
    """What nobody took for so long that it was raised, the longest lying first."""
    return items(_whole(reading.unwanted(person_of(request))), OfferOut.on_table)


def _whole(offers: list[reading.Offer]) -> list[reading.Offer]:
    """With what their JSON shows beside what the page does."""
    prefetch_related_objects([one.task for one in offers], "assignee", "reviewer", "skills", "depends_on")
    return offers


@routes.get("/tasks/{task_id}", TaskOut)
def task(request: Request, task_id: int) -> TaskOut:
    """One bite."""
    return TaskOut.of(finding.task(request, task_id))


@routes.patch("/tasks/{task_id}", TaskOut)
def edit(request: Request, task_id: int, body: TaskPatch) -> TaskOut:
    """Change it."""
    by, found = person_of(request), finding.task(request, task_id)
    changes = sent(body, nullable=("due_at", "reviewer"))
    version = changes.pop("version")
    if "reviewer" in changes:
        changes["reviewer"] = person_named(by, body.reviewer, "reviewer")
    if body.depends_on is not None:
        changes["depends_on"] = [_sibling(found.issue, pk, "depends_on") for pk in body.depends_on]
    return out(eating.edit(found, by=by, version=version, **changes))


@routes.get("/tasks/{task_id}/comments", Listing[CommentOut])
def comments(request: Request, task_id: int, paging: Query[Paging]) -> dict[str, Any]:
    """What was said about it, oldest first."""
    rows = everything_said(finding.task(request, task_id), person_of(request))
    page = keyset(rows.select_related("author"), cursor=paging.cursor, limit=paging.limit, descending=False)
    return listing(page, CommentOut.of)


@routes.post("/tasks/{task_id}/comments", CommentOut, status=201)
def comment(request: Request, task_id: int, body: SayIn) -> CommentOut:
    """Say something about it, with files; it stands in the potato's discussion too."""
    by, found = person_of(request), finding.task(request, task_id)
    return CommentOut.of(talking.discuss(found, by=by, body=body.body, files=files_of(by, body.files)))


@routes.post("/tasks/{task_id}/take", TaskOut)
def take(request: Request, task_id: int, body: MaybeReason | None = None) -> TaskOut:
    """Take it; whoever claims first wins."""
    found = finding.task(request, task_id)
    return out(acting.take(found, by=person_of(request), reason=body.reason if body else ""))


@routes.post("/tasks/{task_id}/start", TaskOut)
def start(request: Request, task_id: int) -> TaskOut:
    """Begin to eat it."""
    return out(eating.start(finding.task(request, task_id), by=person_of(request)))


@routes.post("/tasks/{task_id}/finish", TaskOut)
def finish(request: Request, task_id: int, body: Effort) -> TaskOut:
    """Eaten, with the effort that it took."""
    return out(eating.finish(finding.task(request, task_id), by=person_of(request), effort=body.effort))


@routes.post("/tasks/{task_id}/return", TaskOut)
def give_back(request: Request, task_id: int, body: MaybeReason | None = None) -> TaskOut:
    """Put it back on the table."""
    found = finding.task(request, task_id)
    return out(acting.give_back(found, by=person_of(request), reason=body.reason if body else ""))


@routes.post("/tasks/{task_id}/review", TaskOut)
def review(request: Request, task_id: int, body: Verdict) -> TaskOut:
    """Accept it, or ask for rework."""
    found = finding.task(request, task_id)
    return out(eating.review(found, by=person_of(request), verdict=body.verdict, reason=body.reason))


@routes.post("/tasks/{task_id}/cancel", TaskOut)
def cancel(request: Request, task_id: int, body: MaybeReason | None = None) -> TaskOut:
    """Drop it."""
    found = finding.task(request, task_id)
    return out(acting.cancel(found, by=person_of(request), reason=body.reason if body else ""))


@routes.post("/tasks/{task_id}/block", TaskOut)
def block(request: Request, task_id: int, body: Reason) -> TaskOut:
    """Say that it cannot go on."""
    return out(eating.block(finding.task(request, task_id), by=person_of(request), reason=body.reason))


@routes.post("/tasks/{task_id}/unblock", TaskOut)
def unblock(request: Request, task_id: int) -> TaskOut:
    """Say that it goes on."""
    return out(eating.unblock(finding.task(request, task_id), by=person_of(request)))


@routes.post("/tasks/{task_id}/approve", TaskOut)
def approve(request: Request, task_id: int) -> TaskOut:
    """Put a proposed one on the table."""
    return out(acting.approve(finding.task(request, task_id), by=person_of(request)))


@routes.get("/tasks/{task_id}/extensions", Items[ExtensionOut])
def extensions(request: Request, task_id: int) -> dict[str, Any]:
    """Who asked for more time and what was said to it, newest first."""
    rows = finding.task(request, task_id).extensions.select_related("asked_by", "decided_by")
    return items(rows.order_by("-id")[:MOST_LISTED], ExtensionOut.of)


@routes.post("/tasks/{task_id}/extend", TaskOut)
def extend(request: Request, task_id: int, body: ExtendIn) -> TaskOut:
    """Ask for a later due date; the holder or a moderator grants it by the same call."""
    found = finding.task(request, task_id)
    return out(extending.extend(found, by=person_of(request), due_at=body.due_at, reason=body.reason))


@routes.post("/tasks/{task_id}/extend/grant", TaskOut)
def grant_extension(request: Request, task_id: int) -> TaskOut:
    """Give the time that was asked for; the holder or a moderator may."""
    return out(extending.grant_extension(finding.task(request, task_id), by=person_of(request)))


@routes.post("/tasks/{task_id}/extend/refuse", TaskOut)
def refuse_extension(request: Request, task_id: int, body: Reason) -> TaskOut:
    """Give it no more time; the due date stays."""
    found = finding.task(request, task_id)
    return out(extending.refuse_extension(found, by=person_of(request), reason=body.reason))


@routes.post("/tasks/{task_id}/split", Items[TaskOut], status=201)
def split(request: Request, task_id: int, body: Body[TasksIn]) -> dict[str, Any]:
    """Cut it into smaller ones."""
    by, found = person_of(request), finding.task(request, task_id)
    made = acting.split(found, by=by, drafts=[draft_of(one, found.issue, by) for one in body])
    return {"items": [out(task) for task in made]}


@routes.post("/tasks/{task_id}/reorder", TaskOut)
def reorder(request: Request, task_id: int, body: Before) -> TaskOut:
    """Put it before another bite of its potato, or at the end."""
    found = finding.task(request, task_id)
    before = _sibling(found.issue, body.before, "before") if body.before is not None else None
    return out(eating.reorder(found, by=person_of(request), before=before))


@routes.post("/tasks/{task_id}/ask", TaskOut)
def ask(request: Request, task_id: int, body: AskIn) -> TaskOut:
    """Ask somebody whether he would take it; nothing is assigned."""
    by, found = person_of(request), finding.task(request, task_id)
    return out(asking.ask_person(found, by=by, to=receiver(by, body.to), note=body.note))
