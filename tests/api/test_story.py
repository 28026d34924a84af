"""The main job through the API: its shapes, its order of checks, its refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from feeds.models import Attachment, Post
from issues.models import Contact, Customer, Issue
from people.actions import people as acting
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db

ISSUE_FIELDS = {
    "id", "key", "title", "description_html", "status", "severity", "heat", "heat_terms", "customer", "community",
    "reporter", "owner", "handoff", "tasks", "due_at", "next_news_due_at", "flagged_at", "caught_at", "resolved_at",
    "closed_at", "bounces", "version",
}  # fmt: skip


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """The body of a problem, which it must be."""
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), answer.content
    body: dict[str, Any] = answer.json()
    assert body["code"] == code
    assert {"type", "title", "status", "detail"} <= body.keys()
    return body


def test_the_whole_way_by_api(world: World, caller: Call) -> None:
    rita, carl, ines = caller(world.rita), caller(world.carl), caller(world.ines)
    customer = rita.post("/customers", {"name": "Kestrel Rail", "tier": "strategic"})
    assert customer.status_code == 201
    contact = rita.post(
        f"/customers/{customer.json()['id']}/contacts", {"name": "Jo", "email": "jo@kestrel.example", "language": "fr"}
    )
    assert contact.status_code == 201
    flagged = rita.post("/issues", {"title": "Printers are off", "customer": customer.json()["id"], "severity": "high"})
    assert flagged.status_code == 201
    issue = flagged.json()
    assert issue.keys() >= ISSUE_FIELDS
    assert (issue["community"], issue["owner"]["handle"], issue["status"]) == ("company", "maya", "flagged")
    assert issue["flagged_at"].endswith("Z")
    pk = issue["id"]
    assert carl.post(f"/issues/{pk}/catch").json()["owner"]["handle"] == "carl"
    body = problem(ines.post(f"/issues/{pk}/catch"), 409, "already_caught")
    assert "Carl Brandt" in body["detail"]
    made = carl.post(f"/issues/{pk}/tasks", [{"title": "Look", "size": "XS"}, {"title": "Mend", "skills": ["SQL"]}])
    assert made.status_code == 201
    look, mend = made.json()["items"]
    assert ines.post(f"/tasks/{look['id']}/take").json()["status"] == "taken"
    taken = problem(carl.post(f"/tasks/{look['id']}/take"), 409, "already_taken")
    assert "Inès Varga" in taken["detail"]
    assert ines.post(f"/tasks/{look['id']}/finish", {"effort": "S"}).json()["effort"] == "S"
    assert carl.post(f"/tasks/{mend['id']}/take").status_code == 200
    assert carl.post(f"/tasks/{mend['id']}/start").json()["status"] == "doing"
    assert carl.post(f"/tasks/{mend['id']}/finish", {"effort": "M"}).json()["status"] == "done"
    problem(carl.post(f"/issues/{pk}/resolve", {}), 409, "news_needed")
    news = carl.post(f"/issues/{pk}/news", {"body": "They print again."})
    assert news.status_code == 201
    link = carl.post(f"/issues/{pk}/links", {"contact": contact.json()["id"]}, key="link-1")
    assert "/s/" in link.json()["url"]
    again = carl.post(f"/issues/{pk}/links", {"contact": contact.json()["id"]}, key="link-1")
    assert (again.status_code, again.json()["url"], again.json()["id"]) == (201, None, link.json()["id"])
    assert "shown" in again.json()["detail"]
    assert link.json()["id"] in {one["id"] for one in carl.get(f"/issues/{pk}/links").json()["items"]}
    assert caller(world.ines).get(f"/issues/{pk}/links").json()["items"] == []
    assert carl.post(f"/issues/{pk}/resolve", {"cause": "a", "cure": "b"}).json()["status"] == "resolved"
    assert caller(world.maya).post(f"/issues/{pk}/close").json()["status"] == "closed"
    happened = carl.get(f"/issues/{pk}/history").json()["items"]
    assert happened[0]["actor"] == issue["reporter"]
    names = [item["name"] for item in happened]
    assert names[0] == "issue.flagged"
    assert names[-1] == "issue.closed"


def test_the_order_of_checks(world: World, potato: Issue, caller: Call) -> None:
    secret = caller(world.maya).post("/issues", {"title": "Hush", "community": "board_room"}).json()["id"]
    carl = caller(world.carl)
    problem(caller(None).post(f"/issues/{secret}/discard", {"nonsense": 1}), 401, "not_authenticated")
    problem(carl.post(f"/issues/{secret}/discard", {"nonsense": 1}), 404, "not_found")
    problem(carl.post("/issues/999999999/discard", {"nonsense": 1}), 404, "not_found")
    body = problem(carl.post(f"/issues/{potato.pk}/discard", {"nonsense": 1}), 422, "invalid")
    assert {error["field"] for error in body["errors"]} == {"reason", "nonsense"}
    problem(carl.post(f"/issues/{potato.pk}/resolve", {}), 409, "illegal_transition")
    problem(carl.post(f"/issues/{potato.pk}/discard", {"reason": "no"}), 403, "forbidden")


def test_tossing_and_freezing(world: World, potato: Issue, caller: Call) -> None:
    carl, ines = caller(world.carl), caller(world.ines)
    carl.post(f"/issues/{potato.pk}/catch")
    offer = carl.post(f"/issues/{potato.pk}/offer", {"to": "ines"})
    assert offer.status_code == 201
    assert {"id", "issue", "from", "to", "status", "reason", "expires_at"} == offer.json().keys()
    assert offer.json()["from"]["handle"] == "carl"
    assert carl.get(f"/issues/{potato.pk}").json()["handoff"]["id"] == offer.json()["id"]
    assert ines.post(f"/handoffs/{offer.json()['id']}/accept").json()["owner"]["handle"] == "ines"
    assert ines.get(f"/issues/{potato.pk}").json()["bounces"] == 2.0
    problem(ines.post(f"/issues/{potato.pk}/offer", {"to": "carl", "reason": "back"}), 409, "toss_frozen")
    problem(ines.post(f"/issues/{potato.pk}/offer", {"to": "ada"}), 422, "invalid")


@pytest.mark.parametrize(
    "bad", [{"title": ""}, {"title": "a\x00b"}, {"title": "x" * 201}, {"title": "a", "severity": "x"}]
)
def test_bad_input_says_which_field(world: World, caller: Call, bad: dict[str, Any]) -> None:
    body = caller(world.rita).post("/issues", bad).json()
    assert body["status"] == 422
    assert body["errors"][0]["field"] in ("title", "severity")


@pytest.mark.parametrize("slug", ["board_room", "lab", "nowhere"])
def test_what_goes_to_a_community_that_one_cannot_read_goes_nowhere(world: World, caller: Call, slug: str) -> None:
    rita = caller(world.rita)
    for path, said in (("/posts", {"body": "Let me in"}), ("/issues", {"title": "Let me in"})):
        body = problem(rita.post(path, {**said, "community": slug}), 422, "invalid")
        assert [error["field"] for error in body["errors"]] == ["community"]
    assert not Issue.objects.exists()
    assert not Post.objects.exists()


def test_lone_surrogates_and_broken_json_are_422(world: World, caller: Call) -> None:
    rita = caller(world.rita)
    told = {"Authorization": f"Bearer {rita.token}"}
    for raw in ('{"title": "\\ud800"}', '{"title": ', "[]", '"x"'):
        answer = Client().post("/api/v1/issues", raw, content_type="application/json", headers=told)
        assert answer.status_code == 422, raw


def test_another_kind_of_body_is_415(world: World, caller: Call) -> None:
    told = {"Authorization": f"Bearer {caller(world.rita).token}"}
    answer = Client().post("/api/v1/issues", "title=x", content_type="application/x-www-form-urlencoded", headers=told)
    problem(answer, 415, "unsupported_media_type")


def test_unknown_addresses_and_methods_are_problems(world: World, caller: Call) -> None:
    rita = caller(world.rita)
    problem(rita.get("/nothing"), 404, "not_found")
    problem(rita.delete("/me"), 405, "method_not_allowed")


def test_the_same_key_does_it_once(world: World, caller: Call) -> None:
    rita = caller(world.rita)
    first = rita.post("/issues", {"title": "Once"}, key="k1")
    second = rita.post("/issues", {"title": "Once"}, key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Issue.objects.filter(title="Once").count() == 1
    problem(rita.post("/issues", {"title": "Other"}, key="k1"), 422, "key_reused")
    assert caller(world.carl).post("/issues", {"title": "Once"}, key="k1").json()["id"] != first.json()["id"]


def test_a_bite_is_cut_into_smaller_ones(world: World, potato: Issue, caller: Call) -> None:
    carl = caller(world.carl)
    carl.post(f"/issues/{potato.pk}/catch")
    whole = carl.post(f"/issues/{potato.pk}/tasks", {"title": "Mend the export", "size": "L"}).json()
    cut = carl.post(f"/tasks/{whole['id']}/split", [{"title": "Read it", "size": "S"}, {"title": "Write it"}])
    assert (cut.status_code, [part["parent"] for part in cut.json()["items"]]) == (201, [whole["id"]] * 2)
    problem(carl.post(f"/tasks/{whole['id']}/split", []), 422, "invalid")
    problem(carl.post(f"/tasks/{whole['id']}/split", {"title": "No list"}), 422, "invalid")


def test_a_file_sent_twice_under_one_key_is_one_file(world: World, caller: Call) -> None:
    rita = caller(world.rita)

    def send(words: bytes) -> Any:
        told = {"Authorization": f"Bearer {rita.token}", "Idempotency-Key": "file-1"}
        return Client().post("/api/v1/files", {"file": SimpleUploadedFile("log.txt", words)}, headers=told)

    first, again = send(b"what happened"), send(b"what happened")
    assert (first.status_code, again.json()) == (201, first.json())
    assert Attachment.objects.get().size == 13
    problem(send(b"another log"), 422, "key_reused")


def test_a_token_that_reads_does_not_write(world: World, potato: Issue, caller: Call) -> None:
    reader = caller(world.carl, "read")
    assert reader.get(f"/issues/{potato.pk}").status_code == 200
    problem(reader.post(f"/issues/{potato.pk}/catch"), 403, "forbidden")
    assert reader.get("/me").json()["scopes"] == ["read"]


def test_a_deactivated_owner_opens_nothing(world: World, caller: Call) -> None:
    carl = caller(world.carl)
    assert carl.get("/me").json()["person"]["handle"] == "carl"
    acting.deactivate(world.carl, by=world.ada)
    problem(carl.get("/me"), 401, "not_authenticated")


def test_a_token_in_the_address_opens_nothing(world: World, caller: Call) -> None:
    token = caller(world.carl).token
    assert Client().get(f"/api/v1/me?token={token}&access_token={token}").status_code == 401


def test_a_stale_version_is_409(world: World, potato: Issue, caller: Call) -> None:
    rita = caller(world.rita)
    version = rita.get(f"/issues/{potato.pk}").json()["version"]
    assert rita.patch(f"/issues/{potato.pk}", {"title": "New words", "version": version}).status_code == 200
    problem(rita.patch(f"/issues/{potato.pk}", {"title": "Old", "version": version}), 409, "stale_version")


def test_a_guest_sees_his_communities_only(world: World, potato: Issue, caller: Call) -> None:
    gus = caller(world.gus)
    problem(gus.get(f"/issues/{potato.pk}"), 404, "not_found")
    assert [item["slug"] for item in gus.get("/communities").json()["items"]] == ["sales"]
    problem(gus.post("/issues", {"title": "Help", "community": "sales"}), 403, "forbidden")


def test_lists_go_on_where_they_stopped(world: World, caller: Call) -> None:
    rita = caller(world.rita)
    made = [rita.post("/issues", {"title": f"Potato {n}"}).json()["id"] for n in range(5)]
    first = rita.get("/issues", order="new", limit=2).json()
    rita.post("/issues", {"title": "In between"})
    second = rita.get("/issues", order="new", limit=2, cursor=first["next"]).json()
    third = rita.get("/issues", order="new", limit=2, cursor=second["next"]).json()
    seen = [item["id"] for page in (first, second, third) for item in page["items"]]
    assert seen == list(reversed(made))
    assert third["next"] is None
    problem(rita.get("/issues", limit=201), 422, "invalid")
    problem(rita.get("/issues", cursor="nonsense"), 422, "bad_cursor")


def test_the_stream_the_posts_and_the_table(world: World, potato: Issue, caller: Call) -> None:
    rita, carl = caller(world.rita), caller(world.carl)
    post = rita.post("/posts", {"body": "Hello @carl #news", "community": "sales"})
    assert post.status_code == 201
    comment = carl.post(f"/posts/{post.json()['id']}/comments", {"body": "Hi"})
    assert comment.status_code == 201
    assert carl.put(f"/posts/{post.json()['id']}/reactions/thanks").json()["reactions"] == {"thanks": 1}
    kinds = {item["kind"] for item in carl.get("/feed").json()["items"]}
    assert kinds == {"post", "issue"}
    assert carl.get("/feed", order="hot").status_code == 200
    carl.post(f"/issues/{potato.pk}/catch")
    carl.post(f"/issues/{potato.pk}/tasks", {"title": "One bite"})
    offers = caller(world.ines).get("/table").json()["items"]
    assert [offer["title"] for offer in offers] == ["One bite"]
    columns = {column["status"]: column["count"] for column in carl.get("/board").json()["columns"]}
    assert columns["caught"] == 1
    assert carl.get("/insights").json()["times"]["release"]["count"] == 1
    assert carl.get("/issues/similar", q="Invoices go out").json()["items"][0]["id"] == potato.pk


def test_members_come_and_go(world: World, caller: Call) -> None:
    maya, ines = caller(world.maya), caller(world.ines)
    made = maya.post("/communities", {"name": "Night shift", "kind": "closed"})
    assert made.status_code == 201
    slug = made.json()["slug"]
    assert maya.put(f"/communities/{slug}/members/ines", {"role": "moderator"}).json()["role"] == "moderator"
    assert ines.get(f"/communities/{slug}").json()["is_moderator"] is True
    assert ines.delete(f"/communities/{slug}/members/ines").status_code == 204
    problem(ines.get(f"/communities/{slug}/members"), 404, "not_found")


def test_customers_are_changed_and_joined(world: World, potato: Issue, aldera: Customer, caller: Call) -> None:
    carl = caller(world.carl)
    assert carl.patch(f"/customers/{aldera.pk}", {"tier": "strategic"}).json()["tier"] == "strategic"
    other = carl.post("/customers", {"name": "Osier Textiles"}).json()["id"]
    assert carl.post(f"/issues/{potato.pk}/join", {"customer": other}).json()["customer_count"] == 2
    problem(carl.post(f"/issues/{potato.pk}/join", {"customer": 99999}), 422, "invalid")
    problem(carl.post("/customers", {"name": "osier textiles"}), 422, "taken")
    assert not Contact.objects.exists()
