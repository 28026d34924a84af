"""A refusal reaches its asker as a page, a fragment or problem+json; a bug stays a bug."""

import pytest
from django.test import Client

from esn.lib.errors import FieldError, Refusal
from people.models import Person
from tests.lib.urls import REFUSALS

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.lib.urls")]
STATUS = {"forbidden": 403, "conflict": 409, "refused": 422, "large": 413}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def rita(client: Client) -> Client:
    client.force_login(Person.objects.create_user("rita", email="rita@example.com", name="Rita"))
    return client


@pytest.mark.parametrize("kind", STATUS)
def test_a_refusal_is_a_page_with_its_sentence(rita: Client, kind: str) -> None:
    answer = rita.get(f"/refuse/{kind}/")
    assert answer.status_code == STATUS[kind]
    assert REFUSALS[kind].message in answer.content.decode()
    assert "<html" in answer.content.decode()


@pytest.mark.parametrize("kind", STATUS)
def test_htmx_is_answered_with_a_fragment(rita: Client, kind: str) -> None:
    answer = rita.post(f"/refuse/{kind}/", headers=HTMX)
    assert answer.status_code == STATUS[kind]
    assert REFUSALS[kind].message in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_boosted_link_gets_the_whole_page(rita: Client) -> None:
    answer = rita.get("/refuse/conflict/", headers={**HTMX, "HX-Boosted": "true"})
    assert "<html" in answer.content.decode()


def test_the_api_is_answered_with_a_problem(rita: Client) -> None:
    answer = rita.get("/api/refuse/conflict/")
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.status_code == 409
    assert answer.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "Carl has it already.",
        "code": "already_caught",
    }


def test_a_problem_with_a_field_names_it(rita: Client) -> None:
    answer = rita.get("/api/refuse/refused/")
    assert answer.json()["errors"] == [{"field": "title", "message": "A title is needed."}]


def test_a_bug_is_not_dressed_up_as_a_refusal(rita: Client) -> None:
    with pytest.raises(ZeroDivisionError):
        rita.get("/break/")


def test_only_a_refused_field_is_blamed() -> None:
    errors = {kind: refusal.errors for kind, refusal in REFUSALS.items()}
    assert errors.pop("refused") == [FieldError("title", "A title is needed.")]
    assert not any(errors.values())
    assert all(isinstance(refusal, Refusal) for refusal in REFUSALS.values())
