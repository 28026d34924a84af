"""What stands around a potato, by the API: hunters, questions, tosses, custody, merges, customers; and the hunt."""

from __future__ import annotations

import pytest

from issues.actions import contacts, customers, handoffs, joining, merging, potatoes, questions, resolving, tasks
from issues.actions.drafts import parse_list
from issues.models import Issue, Suggestion
from tests import world as making
from tests.api.conftest import Call
from tests.world import World

pytestmark = pytest.mark.django_db
PARTS = ("hunters", "questions", "handoffs", "custody", "merged", "messages", "satisfaction")


def test_who_joined_and_what_they_were_asked(world: World, potato: Issue, caller: Call) -> None:
    other = making.customer(by=world.rita, name="Berg")
    joining.join(potato, by=world.ines, customer=other)
    potatoes.catch(potato, by=world.carl)
    asked = questions.ask(potato, by=world.carl, body="Which lorry?", choices=["Red", "Blue"])
    carl, rita, path = caller(world.carl), caller(world.rita), f"/issues/{potato.pk}"
    told = carl.get(f"{path}/hunters").json()["items"]
    assert [(one["person"]["handle"], one["is_flag"]) for one in told] == [("rita", True), ("ines", False)]
    assert told[1]["customer"]["name"] == "Berg"
    (question,) = carl.get(f"{path}/questions").json()["items"]
    assert (question["body"], question["choices"], question["answer"]) == ("Which lorry?", ["Red", "Blue"], None)
    assert rita.get("/me/questions").json()["items"] == [question]
    assert carl.get("/me/questions").json()["items"] == []
    rita.post(f"/questions/{asked.pk}/answer", {"body": "Red"})
    assert rita.get("/me/questions").json()["items"] == []


def test_how_it_went_from_hand_to_hand(world: World, potato: Issue, caller: Call) -> None:
    potatoes.catch(potato, by=world.carl)
    handoffs.accept(handoffs.offer(potato, by=world.carl, to=world.ines), by=world.ines)
    handoffs.refuse(handoffs.offer(potato, by=world.ines, to=world.maya, reason="Round again"), by=world.maya)
    maya, path = caller(world.maya), f"/issues/{potato.pk}"
    tosses = maya.get(f"{path}/handoffs").json()["items"]
    assert [(one["to"]["handle"], one["status"]) for one in tosses] == [("maya", "refused"), ("ines", "accepted")]
    chain = maya.get(f"{path}/custody").json()
    assert [(one["person"]["handle"], one["kind"]) for one in chain["items"]] == [
        ("ines", "toss"), ("carl", "catch"), ("maya", "watch"),
    ]  # fmt: skip
    assert [one["handle"] for one in chain["earlier"]] == ["ines", "carl"]
    assert (chain["asks_reason"], chain["is_frozen"]) == (True, False)
    first = maya.get(f"{path}/custody", limit=1).json()
    assert maya.get(f"{path}/custody", limit=1, cursor=first["next"]).json()["items"][0]["person"]["handle"] == "carl"


def test_what_was_merged_in_shows_to_who_may_see_it(world: World, potato: Issue, caller: Call) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    twin = making.potato(by=world.ines, title="The same")
    for one in (secret, twin):
        merging.merge(one, by=world.maya, into=potato)
    path = f"/issues/{potato.pk}/merged"
    assert [one["title"] for one in caller(world.carl).get(path).json()["items"]] == ["The same"]
    assert [one["title"] for one in caller(world.maya).get(path).json()["items"]] == ["The same", "Hush"]


def test_what_customers_said_and_how_content_they_were(world: World, caller: Call) -> None:
    aldera = making.customer(by=world.rita)
    helen = contacts.add_contact(aldera, by=world.rita, name="Helen Shaw", email="h@aldera.example", language="en")
    issue = potatoes.catch(making.potato(by=world.rita, customer=aldera), by=world.carl)
    link, _url = customers.issue_link(issue, by=world.carl, contact=helen)
    customers.say(link, body="Any news?")
    customers.publish_news(issue, by=world.carl, body="Soon")
    resolving.resolve(issue, by=world.carl, effort="S")
    customers.confirm_solved(link)
    customers.rate(link, score=5, word="Quick")
    carl, path = caller(world.carl), f"/issues/{issue.pk}"
    said = carl.get(f"{path}/messages").json()["items"]
    assert [(one["kind"], one["body"], one["contact"]["name"]) for one in said] == [
        ("solved", "", "Helen Shaw"), ("message", "Any news?", "Helen Shaw"),
    ]  # fmt: skip
    (content,) = carl.get(f"{path}/satisfaction").json()["items"]
    assert (content["score"], content["word"], content["contact"]["customer"]["name"]) == (5, "Quick", aldera.name)


@pytest.mark.parametrize("part", PARTS)
def test_around_what_i_may_not_see_there_is_nothing(part: str, world: World, caller: Call) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    assert caller(world.carl).get(f"/issues/{secret.pk}/{part}").status_code == 404
    assert caller(world.maya).get(f"/issues/{secret.pk}/{part}").status_code == 200


def test_the_hunt_says_where_each_stands_and_what_i_owe(world: World, potato: Issue, caller: Call) -> None:
    potatoes.catch(potato, by=world.carl)
    questions.ask(potato, by=world.carl, body="Which lorry?")
    customers.publish_news(potato, by=world.carl, body="Soon")
    resolving.resolve(potato, by=world.carl, effort="M")
    rita = caller(world.rita)
    hunt = rita.get("/me/hunt").json()
    (one,) = hunt["items"]
    assert (one["issue"]["id"], one["eaten_min"], one["may_thank"]) == (potato.pk, 180, True)
    assert hunt["owed"] == {"questions": 1, "potatoes": 0, "bites": 0}
    assert caller(world.carl).get("/me/hunt").json()["items"] == []


def test_i_see_when_i_was_suggested_and_opt_out(world: World, potato: Issue, caller: Call) -> None:
    secret = making.potato(by=world.maya, title="Hush", community=world.board_room)
    for issue in (potato, secret):
        Suggestion.objects.create(
            issue=issue, person=world.carl, viewer=world.maya, day="2026-03-02", skill="SQL", bites=4
        )
    carl = caller(world.carl)
    (shown,) = carl.get("/me/suggestions").json()["items"]
    assert (shown["issue"]["key"], shown["viewer"]["handle"], shown["skill"], shown["bites"]) == (
        potato.key, "maya", "SQL", 4,
    )  # fmt: skip
    assert carl.patch("/me", {"is_suggestible": False}).json()["is_suggestible"] is False


def test_a_bite_goes_before_another_and_the_time_asked_for_is_given(world: World, potato: Issue, caller: Call) -> None:
    potatoes.catch(potato, by=world.carl)
    first, second, third = tasks.add(potato, by=world.carl, drafts=parse_list("One\nTwo\nThree"))
    ines, carl = caller(world.ines), caller(world.carl)
    order = f"/issues/{potato.pk}/tasks"
    assert ines.post(f"/tasks/{third.pk}/reorder", {"before": first.pk}).status_code == 200
    assert [one["title"] for one in carl.get(order).json()["items"]] == ["Three", "One", "Two"]
    ines.post(f"/tasks/{third.pk}/reorder", {"before": None})
    assert [one["title"] for one in carl.get(order).json()["items"]] == ["One", "Two", "Three"]
    elsewhere = potatoes.catch(making.potato(by=world.rita), by=world.carl)
    (far,) = tasks.add(elsewhere, by=world.carl, drafts=parse_list("Far"))
    assert ines.post(f"/tasks/{second.pk}/reorder", {"before": far.pk}).status_code == 422
    assert carl.post(f"/tasks/{second.pk}/extend/grant").json()["code"] == "nothing_asked"
    assert ines.post(f"/tasks/{second.pk}/extend/grant").status_code == 403
