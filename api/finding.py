"""Fetching what an address names, through `visible_to`: unknown and not visible are the same 404."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from api.auth import person_of
from esn.lib.text import whole_number
from feeds import policies
from feeds.models import Comment, Community, Post
from issues.models import BoardView, Contact, Customer, CustomerLink, Handoff, Issue, Question, SplitTemplate, Task
from people.models import Person

LARGEST_ID = 2**63 - 1
M = TypeVar("M", bound=Model)


def _one(rows: QuerySet[M], **named: str) -> M:
    if any("\0" in value for value in named.values()):
        raise Http404
    return get_object_or_404(rows, **named)


def numbered(rows: QuerySet[M], number: int) -> M:
    """The one of these rows with this id. Raises Http404, also for what no id can be."""
    return get_object_or_404(rows, pk=number if 0 < number <= LARGEST_ID else -1)


def issue(request: HttpRequest, pk: int) -> Issue:
    """The potato, with what its JSON shows."""
    return numbered(Issue.objects.visible_to(person_of(request)).for_cards(), pk)


def task(request: HttpRequest, pk: int) -> Task:
    """The bite, with what its JSON shows."""
    return numbered(with_neighbours(Task.objects.visible_to(person_of(request))), pk)


def with_neighbours(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Bites with what their JSON shows."""
    rows = tasks.select_related("issue__community", "issue__owner", "assignee", "reviewer")
    return rows.prefetch_related("skills", "depends_on")


def handoff(request: HttpRequest, pk: int) -> Handoff:
    """The toss."""
    seen = Handoff.objects.visible_to(person_of(request)).select_related("offered_by", "offered_to", "issue")
    return numbered(seen, pk)


def question(request: HttpRequest, pk: int) -> Question:
    """The question."""
    seen = Question.objects.visible_to(person_of(request))
    return numbered(seen.select_related("asked_by", "answered_by", "issue"), pk)


def link(request: HttpRequest, pk: int) -> CustomerLink:
    """The customer's link."""
    return numbered(CustomerLink.objects.filter(issue__in=Issue.objects.visible_to(person_of(request))), pk)


def customer(request: HttpRequest, pk: int) -> Customer:
    """The customer."""
    return numbered(Customer.objects.visible_to(person_of(request)).select_related("owner"), pk)


def contact(request: HttpRequest, pk: int) -> Contact:
    """The person at a customer, for whoever may see his address."""
    by = person_of(request)
    seen = Contact.objects.current().filter(customer__in=Customer.objects.visible_to(by))
    return numbered(seen.none() if by.is_guest else seen.select_related("customer"), pk)


def board_view(request: HttpRequest, pk: int) -> BoardView:
    """The kept view of the board."""
    return numbered(BoardView.objects.visible_to(person_of(request)).select_related("owner", "community"), pk)


def template(request: HttpRequest, pk: int) -> SplitTemplate:
    """The template kept by hand."""
    seen = SplitTemplate.objects.visible_to(person_of(request))
    return numbered(seen.select_related("community", "created_by"), pk)


def post(request: HttpRequest, pk: int) -> Post:
    """The post."""
    return numbered(Post.objects.visible_to(person_of(request)).with_authors(), pk)


def comment(request: HttpRequest, pk: int) -> Comment:
    """The comment."""
    return numbered(Comment.objects.visible_to(person_of(request)).select_related("author", "post"), pk)


def community(request: HttpRequest, slug: str) -> Community:
    """The community whose existence the caller may know."""
    return _one(Community.objects.visible_to(person_of(request)), slug=slug)


def readable(request: HttpRequest, slug: str) -> Community:
    """The community, for whoever may read what is in it."""
    found = community(request, slug)
    if not policies.may_read(person_of(request), found):
        raise Http404
    return found


def person(request: HttpRequest, handle: str) -> Person:
    """The person."""
    return _one(Person.objects.visible_to(person_of(request)), handle=handle)


FINDERS: Mapping[str, Callable[[HttpRequest, Any], object]] = {
    "issue_id": issue,
    "task_id": task,
    "handoff_id": handoff,
    "question_id": question,
    "link_id": link,
    "customer_id": customer,
    "contact_id": contact,
    "view_id": board_view,
    "template_id": template,
    "post_id": post,
    "comment_id": comment,
    "slug": community,
    "handle": person,
}


def find_all(request: HttpRequest) -> None:
    """Raise Http404 unless the caller may see everything that the address names."""
    match = request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if name in FINDERS:
            FINDERS[name](request, _id(value) if name.endswith("_id") else value)


def _id(raw: str) -> int:
    """The number in an address. Raises Http404 for what is none."""
    found = whole_number(raw)
    if found is None:
        raise Http404
    return found


def sees_all(request: HttpRequest) -> bool:
    """Whether the caller may, at this moment, look into everything that the address names."""
    slug = request.resolver_match.kwargs.get("slug") if request.resolver_match else None
    try:
        find_all(request)
        if slug is not None:
            readable(request, slug)
    except Http404:
        return False
    return True
