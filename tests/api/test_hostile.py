"""What programs send that no program should: answered with a sentence, never with an error of ours."""

from __future__ import annotations

import pytest

from issues.models import Customer, Issue
from people.models import Person
from tests.cast import ClientOf


@pytest.mark.parametrize("path", ["people/%00", "communities/a%00b", "communities/a%00b/members"])
def test_a_path_with_nul_is_not_found(path: str, rita: Person, client_of: ClientOf) -> None:
    assert client_of(rita).get(f"/api/v1/{path}").status_code == 404


@pytest.mark.parametrize("pk", ["nan", "x", "%00", "a%00b", "1.5", "-1", "0", "9" * 40, "9" * 5000, "%ED%A0%80"])
def test_an_address_without_a_number_is_not_found(pk: str, rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    for path in (f"issues/{pk}", f"tasks/{pk}", f"posts/{pk}/comments", f"customers/{pk}", f"templates/{pk}"):
        assert client.get(f"/api/v1/{path}").status_code == 404, path
    assert client.post(f"/api/v1/issues/{pk}/catch", {}, content_type="application/json").status_code == 404


@pytest.mark.parametrize("end", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_nobody_is_away_beyond_all_calendars(end: str, rita: Person, client_of: ClientOf) -> None:
    for field in ("starts_at", "ends_at"):
        said = {"starts_at": "2027-01-01T00:00:00Z", "ends_at": "2027-01-02T00:00:00Z", field: end}
        answer = client_of(rita).post("/api/v1/people/rita/absences", said, content_type="application/json")
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("due", ["9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z"])
def test_a_day_beyond_all_calendars_is_refused(due: str, potato: Issue, rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    flagged = client.post("/api/v1/issues", {"title": "Late", "due_at": due}, content_type="application/json")
    edited = client.patch(
        f"/api/v1/issues/{potato.pk}", {"due_at": due, "version": potato.version}, content_type="application/json"
    )
    assert (flagged.status_code, edited.status_code) == (422, 422)


def test_a_word_with_nul_takes_nothing_back(potato: Issue, carl: Person, client_of: ClientOf) -> None:
    client = client_of(carl)
    for token in ("a%00b", "None", "x" * 500):
        answer = client.post(f"/api/v1/board/moves/{token}/undo", {}, content_type="application/json")
        assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_undo")


def test_null_is_refused_where_something_must_stand(
    potato: Issue, aldera: Customer, maya: Person, client_of: ClientOf
) -> None:
    client = client_of(maya)
    sent = {
        f"issues/{potato.pk}": {"title": None, "version": potato.version},
        f"customers/{aldera.pk}": {"name": None},
        "communities/company": {"name": None},
    }
    for path, body in sent.items():
        answer = client.patch(f"/api/v1/{path}", body, content_type="application/json")
        assert answer.status_code == 422, path
    assert Issue.objects.get(pk=potato.pk).title == potato.title


def test_a_segment_without_end_is_refused(aldera: Customer, maya: Person, client_of: ClientOf) -> None:
    body = {"segment": "x" * 500}
    answer = client_of(maya).patch(f"/api/v1/customers/{aldera.pk}", body, content_type="application/json")
    assert answer.json()["errors"][0]["field"] == "segment"


def test_a_form_with_nul_is_answered(potato: Issue, rita: Person, client_of: ClientOf) -> None:
    client = client_of(rita)
    react = client.post(f"/posts/{potato.post_id}/react/", {"emoji": "\0"})
    assert react.status_code in (302, 422)
    assert client.post("/posts/", {"community": "a\0b", "body": "x"}).status_code == 404


def test_a_file_whose_key_holds_nul_is_not_found(rita: Person, client_of: ClientOf) -> None:
    assert client_of(rita).get("/files/a%00b").status_code == 404


def test_a_time_of_day_with_an_offset_is_refused(maya: Person, client_of: ClientOf) -> None:
    client, at = client_of(maya), "08:00:00+05:00"
    rota = {"rhythm": "daily", "zone": "UTC", "turns_at": at, "starts_on": "2026-12-01", "week": ["maya"]}
    wishes = {"quiet": {"starts_at": at, "ends_at": "09:00"}, "hunting": None}
    for path, body, field in (
        ("communities/company/watch/rota", rota, "turns_at"),
        ("me/notifications", wishes, "quiet.starts_at"),
    ):
        answer = client.put(f"/api/v1/{path}", body, content_type="application/json")
        assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field]), path
