"""Making accounts, changing them, letting them go."""

from __future__ import annotations

from typing import Any

import pytest

from esn.activity.models import Activity
from esn.lib.errors import Conflict, Forbidden, Refused
from esn.live.models import LiveEvent
from people import leaving
from people.actions.people import change_role, create_person, deactivate, reactivate, update_profile
from people.models import LoginSession, Person, Role
from tests.world import client_of

pytestmark = pytest.mark.django_db


def test_an_administrator_makes_accounts_and_nobody_else_does(ada: Person, carl: Person) -> None:
    zoe = create_person(by=ada, handle="Zoe", name=" Zoé Blanc ", email="Zoe@Potluck.example")
    assert (zoe.handle, zoe.name, zoe.email) == ("zoe", "Zoé Blanc", "zoe@potluck.example")
    assert Activity.objects.filter(name="person.created", object_id=zoe.pk, actor_id=ada.pk).exists()
    with pytest.raises(Forbidden):
        create_person(by=carl, handle="zack", name="Zack")


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("handle", {"handle": "rita"}),
        ("handle", {"handle": "two words"}),
        ("handle", {"handle": "a" * 31}),
        ("name", {"name": "  "}),
        ("name", {"name": "n" * 121}),
        ("name", {"name": "nul\0"}),
        ("email", {"email": "RITA@potluck.example"}),
        ("email", {"email": "nobody"}),
        ("zone", {"zone": "Mars/Olympus"}),
        ("language", {"language": "xx"}),
        ("role", {"role": "king"}),
        ("appetite", {"appetite": 21}),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(
    ada: Person, rita: Person, field: str, fields: dict[str, Any]
) -> None:
    with pytest.raises(Refused) as refused:
        create_person(by=ada, **{"handle": "zoe", "name": "Zoe", **fields})
    assert refused.value.errors[0].field == field
    assert not Person.objects.filter(handle="zoe").exists()


def test_a_person_changes_their_own_page_but_not_their_team(carl: Person, rita: Person) -> None:
    assert update_profile(carl, by=carl, place="Lyon", about="Mends").place == "Lyon"
    with pytest.raises(Forbidden):
        update_profile(carl, by=carl, team=None)
    with pytest.raises(Forbidden):
        update_profile(carl, by=rita, place="Oslo")
    with pytest.raises(Refused):
        update_profile(carl, by=carl, is_last_resort=True)


def test_nobody_becomes_the_manager_of_their_own_manager(ada: Person, carl: Person, maya: Person) -> None:
    with pytest.raises(Refused, match="own manager"):
        update_profile(maya, by=ada, manager=carl)
    with pytest.raises(Refused, match="own manager"):
        update_profile(maya, by=ada, manager=maya)


def test_deactivation_ends_the_sessions_at_once(ada: Person, carl: Person) -> None:
    client = client_of(carl)
    assert client.get("/people/").status_code == 200
    deactivate(carl, by=ada)
    assert not LoginSession.objects.filter(person=carl).exists()
    assert client.get("/people/").status_code == 302


def test_deactivation_closes_the_sockets_and_tells_whoever_must_move_what_the_person_holds(
    ada: Person, carl: Person
) -> None:
    told: list[tuple[str, bool]] = []

    def remember(person: Person, by: Person | None) -> None:
        told.append((person.handle, person.is_active))

    leaving.on_leave(remember)
    try:
        deactivate(carl, by=ada)
    finally:
        leaving.forget(remember)
    assert told == [("carl", False)]
    assert Activity.objects.get(name="person.deactivated").topics == [carl.stream]
    assert LiveEvent.objects.filter(stream__key=carl.stream, op="auth").exists()


def test_deactivation_fails_whole_if_what_the_person_holds_cannot_move(ada: Person, carl: Person) -> None:
    def cannot(person: Person, by: Person | None) -> None:
        raise Conflict("Nobody takes it.")

    leaving.on_leave(cannot)
    try:
        with pytest.raises(Conflict):
            deactivate(carl, by=ada)
    finally:
        leaving.forget(cannot)
    assert Person.objects.get(pk=carl.pk).is_active


def test_the_last_resort_and_the_last_administrator_stay(ada: Person, carl: Person) -> None:
    with pytest.raises(Conflict, match="last resort"):
        deactivate(ada, by=ada)
    Person.objects.filter(pk=ada.pk).update(is_last_resort=False)
    with pytest.raises(Conflict, match="administer"):
        deactivate(ada, by=ada)
    deactivate(ada, by=change_role(carl, by=ada, role=Role.ADMIN))
    assert not Person.objects.get(pk=ada.pk).is_active


def test_who_comes_back_may_log_in_again(ada: Person, carl: Person) -> None:
    deactivate(carl, by=ada)
    reactivate(carl, by=ada)
    carl.refresh_from_db()
    assert client_of(carl).get("/people/").status_code == 200
