"""The OpenAPI contract says what the addresses do, and every address wants to know who calls."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from ninja import Schema

from api.v1 import api

pytestmark = pytest.mark.django_db
LISTED = """
GET /me
GET /people /people/{handle}
GET POST /communities
GET PATCH /communities/{slug}
PUT DELETE /communities/{slug}/members/{handle}
GET /feed
GET POST /posts
GET PATCH DELETE /posts/{post_id}
GET POST /posts/{post_id}/comments
PUT DELETE /posts/{post_id}/reactions/{emoji}
POST /files
GET POST /customers
GET PATCH /customers/{customer_id}
POST /customers/{customer_id}/contacts
GET POST /issues
GET PATCH /issues/{issue_id}
GET /issues/similar
POST /issues/{issue_id}/join
POST /issues/{issue_id}/catch /issues/{issue_id}/discard /issues/{issue_id}/appeal /issues/{issue_id}/wait
POST /issues/{issue_id}/resume /issues/{issue_id}/resolve /issues/{issue_id}/reopen /issues/{issue_id}/close
POST /issues/{issue_id}/merge /issues/{issue_id}/undo-merge /issues/{issue_id}/offer
POST /handoffs/{handoff_id}/accept /handoffs/{handoff_id}/refuse /handoffs/{handoff_id}/withdraw
POST /issues/{issue_id}/assign /issues/{issue_id}/allow-hunter /issues/{issue_id}/appeal/accept
POST /issues/{issue_id}/appeal/reject /issues/{issue_id}/move /issues/{issue_id}/follow /issues/{issue_id}/questions
POST /questions/{question_id}/answer
GET POST /issues/{issue_id}/tasks
GET PATCH /tasks/{task_id}
POST /tasks/{task_id}/ask /tasks/{task_id}/approve /tasks/{task_id}/extend /tasks/{task_id}/extend/refuse
POST /tasks/{task_id}/take /tasks/{task_id}/start /tasks/{task_id}/finish /tasks/{task_id}/return
POST /tasks/{task_id}/review /tasks/{task_id}/cancel /tasks/{task_id}/block /tasks/{task_id}/unblock
POST /tasks/{task_id}/split
GET POST /tasks/{task_id}/comments
GET /tasks/{task_id}/extensions
GET /table
POST /issues/{issue_id}/thank
GET /issues/{issue_id}/recipe /issues/{issue_id}/pauses /me/given-back
GET /issues/{issue_id}/helpers /issues/{issue_id}/split-suggestions /issues/{issue_id}/forecast
GET /issues/{issue_id}/history
GET POST /issues/{issue_id}/news
GET POST /issues/{issue_id}/links
DELETE /links/{link_id}
GET /board /insights /events /inbox
GET POST /board/views
PATCH DELETE /board/views/{view_id}
POST /inbox/read
POST /people/{handle}/deactivate /people/{handle}/reactivate
GET /table/fitting /table/raised /issues/{issue_id}/sight/{handle}
GET /me/hunt /me/questions /me/suggestions
PATCH /me
PUT /me/skills
GET PUT /me/notifications
GET /issues/{issue_id}/hunters /issues/{issue_id}/questions /issues/{issue_id}/handoffs /issues/{issue_id}/custody
GET /issues/{issue_id}/merged /issues/{issue_id}/messages /issues/{issue_id}/satisfaction
GET PATCH DELETE /comments/{comment_id}
PUT DELETE /comments/{comment_id}/reactions/{emoji} /comments/{comment_id}/best
POST /tasks/{task_id}/reorder /tasks/{task_id}/extend/grant
POST /communities/{slug}/ladders/{ladder}/preview
GET /communities/{slug}/changes /communities/{slug}/resting
POST /board/moves /board/moves/{undo}/undo
GET PUT /communities/{slug}/limits
GET POST /communities/{slug}/templates
GET PATCH /templates/{template_id}
POST /templates/{template_id}/archive /templates/{template_id}/restore
GET /issues/{issue_id}/template /audit
GET /communities/{slug}/news-templates /issues/{issue_id}/news/templates
PUT DELETE /communities/{slug}/news-templates/{stage}/{language}
POST /issues/{issue_id}/news/preview
GET PATCH /communities/{slug}/rules
GET /communities/{slug}/ladders
PUT DELETE /communities/{slug}/ladders/{ladder}
POST /people/{handle}/absences
DELETE /people/{handle}/absences/{absence_id}
GET PUT DELETE /communities/{slug}/hours
GET PUT /communities/{slug}/watch
PUT DELETE /communities/{slug}/watch/rota
POST /communities/{slug}/watch/shifts
DELETE /communities/{slug}/watch/shifts/{shift_id}
POST /communities/{slug}/watch/swaps /communities/{slug}/watch/swaps/{swap_id}/{answer}
"""
FIELDS = {
    "Me": "person scopes",
    "PersonRef": "id handle name",
    "FileOut": "id name size type",
    "HandoffOut": "id issue from to status reason expires_at",
    "TaskOut": "id issue title done_when status blocked size assignee reviewer parent depends_on skills due_at effort "
    "version",
    "NewsOut": "id body_html at by next_news_at",
    "LinkOut": "id contact url expires_at",
    "EventOut": "cursor name topic at actor object",
    "EventsOut": "items next",
    "HeatTerms": "impact urgency silence stagnation spread bounce",
    "TaskCounts": "total done live effort_left_h",
    "IssueOut": "id key title description_html status severity heat heat_terms customer community reporter owner "
    "handoff tasks due_at next_news_due_at flagged_at caught_at resolved_at closed_at bounces version",
    "Problem": "type title status detail code errors",
}
SENT = {
    "CommunityIn": "name slug kind description",
    "MemberIn": "role",
    "PostIn": "community kind body files",
    "CommentIn": "body reply_to files",
    "CustomerIn": "name tier",
    "ContactIn": "name email language",
    "IssueIn": "title description customer community severity due_at client_uuid files",
    "Join": "customer contact",
    "Wait": "for until reason",
    "RecipeIn": "cause cure lesson",
    "Into": "into",
    "Offer": "to reason",
    "Assign": "to reason",
    "TaskIn": "title done_when size parent depends_on skills due_at reviewer",
    "AskIn": "to note",
    "ExtendIn": "due_at reason",
    "Effort": "effort",
    "Verdict": "verdict reason",
    "NewsIn": "body next_news_at",
    "LinkIn": "contact",
}
ASKED = {
    "/people": "q skill team limit cursor",
    "/feed": "order limit cursor",
    "/posts": "community author tag limit cursor",
    "/issues": "status owner reporter customer community min_heat q order limit cursor",
    "/issues/similar": "q",
    "/table": "skill limit cursor",
    "/board": "lane community",
    "/insights": "from to community",
    "/events": "since limit",
    "/inbox": "limit cursor",
    "/customers": "limit cursor",
    "/communities": "limit cursor",
    "/posts/{post_id}/comments": "limit cursor",
    "/issues/{issue_id}/news": "limit cursor",
    "/issues/{issue_id}/history": "limit cursor",
}


PEOPLE = {
    "actor", "answered_by", "asked_by", "assignee", "author", "by", "from", "manager", "owner", "person", "praised",
    "reporter", "reviewer", "to",
}  # fmt: skip
SENT_BACK = frozenset({"StepOut"})  # a ladder is read, changed and sent again as it is, so its people go by handle


def listed() -> list[tuple[str, str]]:
    """Each method and address that others rely on."""
    found = []
    for line in LISTED.strip().splitlines():
        words = line.split()
        methods = [word.lower() for word in words if not word.startswith("/")]
        found += [(method, path) for path in words[len(methods) :] for method in methods]
    return found


def schema() -> dict[str, Any]:
    """The contract as it is served."""
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def operations() -> dict[tuple[str, str], dict[str, Any]]:
    """Every operation of the contract, by method and path."""
    paths = schema()["paths"].items()
    return {(method, path.removeprefix("/api/v1")): does for path, methods in paths for method, does in methods.items()}


def test_every_listed_address_is_in_the_contract() -> None:
    assert set(listed()) - operations().keys() == set()


def test_what_is_answered_and_taken_has_the_fields_that_others_rely_on() -> None:
    schemas = schema()["components"]["schemas"]
    for name, fields in (FIELDS | SENT).items():
        assert set(fields.split()) - schemas[name]["properties"].keys() == set(), name
    assert [name for name in SENT if schemas[name].get("additionalProperties") is not False] == []


def test_people_appear_with_id_handle_and_name_wherever_they_are_answered() -> None:
    schemas = schema()["components"]["schemas"]
    for name, about in schemas.items():
        if name.endswith(("Out", "Item")) and name not in SENT_BACK:
            people = {field: told for field, told in about["properties"].items() if field in PEOPLE}
            assert [field for field, told in people.items() if "PersonRef" not in str(told)] == [], name


def shapes(base: type[Schema] = Schema) -> Iterator[type[Schema]]:
    """Every class of the API that says how something is answered or taken."""
    for one in base.__subclasses__():
        yield one
        yield from shapes(one)


def test_no_two_shapes_of_the_contract_share_a_name() -> None:
    """The contract knows them by it: of two it would tell one in the place of the other."""
    contract = json.dumps(schema())
    places = {(one.__name__, one.__module__) for one in shapes() if one.__module__.startswith("api.")}
    names = Counter(name for name, _module in places if f'/schemas/{name}"' in contract)
    assert names["StepOut"]
    assert [name for name, count in names.items() if count > 1] == []


def test_lists_take_the_filters_that_others_rely_on() -> None:
    told = operations()
    for path, names in ASKED.items():
        asked = {one["name"] for one in told["get", path]["parameters"] if one["in"] == "query"}
        assert set(names.split()) - asked == set(), path


def test_what_changes_something_takes_it_in_the_body_and_says_how_it_refuses() -> None:
    for (method, path), does in operations().items():
        places = {one["in"] for one in does.get("parameters", [])}
        assert {"401", "429"} <= does["responses"].keys(), path
        assert "404" in does["responses"] or "{" not in path, path
        if method != "get":
            assert "query" not in places, path
            assert {"403", "409"} <= does["responses"].keys(), path
        assert ("header" in places) == (method == "post"), path


def test_the_contract_lists_every_address_that_answers() -> None:
    served = {f"/api/v1{prefix}{path}" for prefix, router in api._routers for path in router.path_operations}
    assert {path.replace("//", "/") for path in served} == set(schema()["paths"])


def test_nobody_gets_nothing() -> None:
    for (method, path), does in operations().items():
        answer = getattr(Client(), method)("/api/v1" + re.sub(r"\{\w+\}", "1", path))
        assert answer.status_code == 401, (method, path)
        assert answer["Content-Type"] == "application/problem+json"
        assert does["summary"]
