"""What administrators do at /admin/, and that nobody else gets there."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client

from esn.activity.due import run_due
from esn.activity.models import Activity
from people.models import LoginSession, Person
from tests.world import PASSWORD, client_of

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/people/person/"


def account(person: Person, **changes: str) -> dict[str, str]:
    kept = {
        name: str(getattr(person, name)) for name in ("name", "email", "role", "title", "place", "zone", "language")
    }
    return {**kept, "team": str(person.team_id or ""), "manager": str(person.manager_id or ""), **changes}


def test_only_administrators_get_in_and_there_is_no_second_login(carl: Person, ada: Person) -> None:
    assert client_of(carl).get("/admin/").status_code in (302, 403)
    assert client_of(carl).get(PEOPLE).status_code in (302, 403)
    answer = client_of(carl).post("/admin/login/", {"username": "ada", "password": PASSWORD})
    assert answer.status_code == 403
    assert Client().get("/admin/", follow=True).request["PATH_INFO"] == "/login/"
    assert client_of(ada).get("/admin/").status_code == 200


@pytest.mark.parametrize("page", ["person/", "person/add/", "team/", "team/add/", "skill/", "absence/"])
def test_every_page_opens(ada: Person, page: str) -> None:
    assert client_of(ada).get(f"/admin/people/{page}").status_code == 200


def test_an_account_is_made_and_changed_by_the_actions(ada: Person, maya: Person) -> None:
    client = client_of(ada)
    said = {"handle": "zoe", "name": "Zoé", "email": "zoe@potluck.example", "role": "employee", "zone": "Europe/Paris"}
    assert client.post(f"{PEOPLE}add/", {**said, "language": "fr"}).status_code == 302
    zoe = Person.objects.get(handle="zoe")
    assert zoe.memberships.filter(community__slug="company").exists()
    client.post(f"{PEOPLE}{zoe.pk}/change/", account(zoe, manager=str(maya.pk), role="admin"))
    zoe.refresh_from_db()
    assert (zoe.manager, zoe.role) == (maya, "admin")
    names = Activity.objects.filter(kind="person", object_id=zoe.pk, actor_id=ada.pk).values_list("name", flat=True)
    assert {"person.created", "person.updated", "person.role_changed"} <= set(names)


def test_deactivating_goes_through_the_action_and_says_who_could_not_go(ada: Person, carl: Person) -> None:
    client_of(carl)
    chosen = {"action": "deactivate", "_selected_action": [carl.pk, ada.pk]}
    page = client_of(ada).post(PEOPLE, chosen, follow=True).content.decode()
    assert "last resort" in page
    carl.refresh_from_db()
    assert not carl.is_active
    assert not LoginSession.objects.filter(person=carl).exists()
    client_of(ada).post(PEOPLE, {"action": "reactivate", "_selected_action": [carl.pk]})
    carl.refresh_from_db()
    assert carl.is_active


def test_a_link_to_a_password_is_sent_and_the_last_resort_is_named(ada: Person, carl: Person) -> None:
    client = client_of(ada)
    client.post(PEOPLE, {"action": "invite_again", "_selected_action": [carl.pk]})
    run_due()
    assert mail.outbox[0].to == [carl.email]
    client.post(PEOPLE, {"action": "make_last_resort", "_selected_action": [carl.pk]})
    assert Person.objects.get(is_last_resort=True) == carl


def test_nobody_is_deleted(ada: Person, carl: Person) -> None:
    assert client_of(ada).post(f"{PEOPLE}{carl.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Person.objects.filter(pk=carl.pk).exists()
