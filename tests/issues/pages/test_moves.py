"""Every move of a potato, made from its page: those that are legal, those that are not, and what is lost by neither."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from feeds.models import Community
from issues.actions import handoffs, potatoes
from issues.lifecycle import Status
from issues.models import Handoff, Issue
from people.models import Person
from tests import world as making
from tests.issues.pages.conftest import At, Visitor

pytestmark = pytest.mark.django_db


def _soon(**ahead: int) -> str:
    return timezone.localtime(timezone.now() + dt.timedelta(**ahead)).strftime("%Y-%m-%dT%H:%M")


def test_a_colleague_catches_it_in_one_tap(at: At, carl: Person) -> None:
    answer = at(carl).do("catch")
    assert answer.status_code == 302
    assert at(carl).fresh().owner == carl
    assert "You hold it" in at(carl).see()


def test_htmx_gets_the_parts_that_changed_and_no_page(at: At, carl: Person) -> None:
    answer = at(carl).tap("catch")
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in html
    assert 'id="potato-side"' in html
    assert 'id="potato-head"' in html
    assert "You hold it" in str(answer.headers["Toasts"])


def test_a_card_in_a_stream_gets_its_card_back(at: At, carl: Person) -> None:
    visitor = at(carl)
    html = visitor.tap("catch", target=visitor.issue.dom_id).content.decode()
    assert f'id="issue-{visitor.issue.pk}"' in html
    assert "potato-side" not in html


def test_the_second_catch_is_refused_in_a_sentence(at: At, caught: Issue, maya: Person) -> None:
    plain, tapped = at(maya).do("catch"), at(maya).tap("catch")
    assert plain.status_code == tapped.status_code == 409
    assert "Carl Brandt has already caught it." in plain.content.decode()
    assert "Carl Brandt has already caught it." in tapped.content.decode()


def test_the_hunter_is_not_offered_the_catch_and_cannot_force_it(at: At, rita: Person) -> None:
    assert "/catch/" not in at(rita).see()
    assert at(rita).do("catch").status_code == 403


def test_a_moderator_lets_the_hunter_catch_it(at: At, maya: Person, rita: Person) -> None:
    at(maya).do("allow-hunter", reason="She knows the plant")
    assert at(rita).do("catch").status_code == 302
    assert at(rita).fresh().owner == rita


def test_a_toss_is_offered_refused_offered_again_and_caught(at: At, caught: Issue, carl: Person, ines: Person) -> None:
    at(carl).do("offer", to="ines")
    first = Handoff.objects.get()
    assert f"/handoffs/{first.pk}/accept/" in at(ines).see()
    at(ines).do(f"/handoffs/{first.pk}/refuse/", reason="Not today")
    at(carl).do("offer", to="@ines", reason="Now?")
    second = Handoff.objects.latest("pk")
    assert at(ines).do(f"/handoffs/{second.pk}/accept/").status_code == 302
    assert at(ines).fresh().owner == ines


def test_a_toss_is_taken_back(at: At, caught: Issue, carl: Person, ines: Person) -> None:
    toss = handoffs.offer(caught, by=carl, to=ines)
    assert at(carl).do(f"/handoffs/{toss.pk}/withdraw/").status_code == 302
    assert at(ines).do(f"/handoffs/{toss.pk}/accept/").status_code == 409


def test_nobody_answers_a_toss_to_somebody_else(
    at: At, caught: Issue, carl: Person, ines: Person, maya: Person
) -> None:
    toss = handoffs.offer(caught, by=carl, to=ines)
    assert at(maya).do(f"/handoffs/{toss.pk}/accept/").status_code == 403


def test_a_toss_to_nobody_keeps_what_was_typed(at: At, caught: Issue, carl: Person) -> None:
    answer = at(carl).tap("offer", to="nobody-at-all", reason="Because of the <b>harbour</b>")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody of this name works here." in html
    assert "Because of the &lt;b&gt;harbour&lt;/b&gt;" in html
    assert answer.headers["HX-Retarget"] == "#ask"


def test_a_toss_says_first_that_somebody_could_not_see_it(
    at: At, caught: Issue, board_room: Community, carl: Person, ines: Person, maya: Person
) -> None:
    secret = making.potato(by=maya, title="The merger", community=board_room)
    potatoes.catch(potatoes.allow_hunter(secret, by=maya, reason="mine"), by=maya)
    visitor = Visitor(at(maya).client, secret)
    first = visitor.do("offer", to="ines")
    assert first.status_code == 422
    assert "cannot see this potato yet" in first.content.decode()
    assert not Handoff.objects.filter(issue=secret).exists()
    assert visitor.do("offer", to="ines", grant="ines").status_code == 302
    assert Visitor(at(ines).client, secret).client.get(secret.get_absolute_url()).status_code == 200


def test_the_picker_is_told_who_could_not_see_it(at: At, potato: Issue, gus: Person, maya: Person) -> None:
    assert "cannot see this potato yet" in at(maya).see("sight/?to=gus")
    assert "cannot see" not in at(maya).see("sight/?to=carl")
    assert "cannot see" not in at(maya).see("sight/?to=%00")


def test_a_moderator_assigns_with_a_reason(at: At, maya: Person, carl: Person) -> None:
    assert at(maya).do("assign", to="carl", reason="").status_code == 422
    assert at(maya).do("assign", to="carl", reason="He knows it").status_code == 302
    assert at(maya).fresh().owner == carl
    assert at(carl).do("assign", to="maya", reason="back").status_code == 403


def test_it_is_discarded_appealed_and_put_back(at: At, maya: Person, rita: Person, carl: Person) -> None:
    assert at(carl).do("discard", reason="no").status_code == 403
    assert at(maya).do("discard", reason="").status_code == 422
    at(maya).do("discard", reason="Known since May")
    assert "Known since May" in at(rita).see()
    assert at(carl).do("appeal", reason="no").status_code == 403
    at(rita).do("appeal", reason="It is another one")
    assert at(rita).do("appeal", reason="Again").status_code == 409
    assert at(maya).do("accept-appeal").status_code == 302
    assert at(maya).fresh().status == Status.FLAGGED


def test_an_appeal_is_rejected_with_a_reason(at: At, maya: Person, rita: Person) -> None:
    at(maya).do("discard", reason="Known")
    at(rita).do("appeal", reason="Look")
    assert at(maya).do("reject-appeal", reason="").status_code == 422
    assert at(maya).do("reject-appeal", reason="Seen").status_code == 302
    assert "looked at again" in at(rita).see()


def test_it_waits_and_goes_on(at: At, caught: Issue, carl: Person) -> None:
    said = {"waiting_for": "third_party", "until": _soon(days=3), "reason": "The supplier answers on Friday"}
    assert at(carl).do("wait", **{**said, "until": _soon(days=40)}).status_code == 422
    assert at(carl).do("wait", **{**said, "waiting_for": "godot"}).status_code == 422
    answer = at(carl).tap("wait", **said)
    assert answer.status_code == 200
    assert "/resume/" in str(answer.headers["Toasts"])
    assert "The supplier answers on Friday" in at(carl).see()
    assert at(carl).do("resume").status_code == 302
    assert at(carl).do("resume").status_code == 409


def test_waiting_for_the_customer_needs_news_and_keeps_the_reason(at: At, caught: Issue, carl: Person) -> None:
    answer = at(carl).do("wait", waiting_for="customer", until=_soon(days=2), reason="They look for the papers")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "publish news" in html
    assert "They look for the papers" in html


def test_it_is_resolved_in_one_go_with_its_recipe(at: At, caught: Issue, carl: Person) -> None:
    at(carl).do("news", body="It is gone.")
    assert at(carl).do("resolve", effort="").status_code == 422
    assert at(carl).do("resolve", effort="XS", cause="Two jobs", cure="One job").status_code == 302
    page = at(carl).see()
    assert "Two jobs" in page
    assert at(carl).fresh().status == Status.RESOLVED


def test_resolving_without_news_is_refused_and_keeps_the_recipe(at: At, caught: Issue, carl: Person) -> None:
    answer = at(carl).tap("resolve", effort="S", cause="Two jobs ran", cure="")
    assert answer.status_code == 409
    assert "Tell the customer first" in answer.content.decode()
    assert "Two jobs ran" in answer.content.decode()


def test_it_is_opened_again_by_the_hunter(at: At, resolved: Issue, rita: Person, ines: Person) -> None:
    assert at(ines).do("reopen").status_code == 403
    assert at(rita).do("reopen", reason="Two more came").status_code == 302
    assert at(rita).fresh().status == Status.IN_PROGRESS


def test_a_moderator_closes_it(at: At, resolved: Issue, maya: Person, carl: Person) -> None:
    assert at(carl).do("close").status_code == 403
    assert at(maya).do("close").status_code == 302
    assert at(maya).do("close").status_code == 409


def test_it_is_merged_and_the_merge_is_taken_back(at: At, potato: Issue, maya: Person, carl: Person) -> None:
    other = making.potato(by=carl, title="Every invoice twice")
    assert at(maya).do("merge", into="HP-99999999").status_code == 422
    assert at(maya).do("merge", into=potato.key).status_code == 422
    answer = at(maya).tap("merge", into=other.key.lower())
    assert "/undo-merge/" in str(answer.headers["Toasts"])
    assert other.key in at(maya).see()
    assert at(maya).do("undo-merge").status_code == 302
    assert at(maya).fresh().status == Status.FLAGGED


def test_it_moves_to_a_community_and_away_from_who_may_not_see_it(
    at: At, caught: Issue, carl: Person, ines: Person, sales: Community, lab: Community
) -> None:
    assert at(carl).do("move", community=lab.pk).status_code == 422
    assert at(carl).do("move", community=sales.pk).status_code == 302
    assert at(ines).fresh().community == sales


def test_whoever_gives_it_away_and_sees_it_no_more_is_led_to_the_list(
    at: At, board_room: Community, ines: Person, maya: Person
) -> None:
    secret = making.potato(by=maya, title="The merger", community=board_room)
    toss = handoffs.offer(secret, by=maya, to=ines)
    answer = Visitor(at(ines).client, secret).tap(f"/handoffs/{toss.pk}/refuse/", reason="No")
    assert answer.headers["HX-Redirect"] == "/issues/"


def test_people_follow_and_unfollow(at: At, carl: Person) -> None:
    assert 'aria-pressed="true"' in at(carl).tap("follow").content.decode()
    assert "Following" not in at(carl).tap("unfollow").content.decode()


def test_a_question_is_asked_and_answered_once(at: At, caught: Issue, carl: Person, rita: Person, ines: Person) -> None:
    assert at(carl).do("ask", body=" ").status_code == 422
    at(carl).do("ask", body="Which invoice was first?")
    question = caught.questions.get()
    assert at(ines).do(f"/questions/{question.pk}/answer/", body="I guess 1").status_code == 403
    assert at(rita).do(f"/questions/{question.pk}/answer/", body="88120").status_code == 302
    assert at(rita).do(f"/questions/{question.pk}/answer/", body="88121").status_code == 409
    assert "88120" in at(carl).see()


def test_the_potato_is_edited_over_the_version_that_was_read(at: At, potato: Issue, rita: Person, ines: Person) -> None:
    said = {"title": "Invoices go out three times", "description": "**Worse**", "severity": "critical", "customer": ""}
    assert at(ines).do("edit", **said, version=potato.version).status_code == 403
    assert at(rita).do("edit", **said, version=potato.version).status_code == 302
    late = at(rita).do("edit", **{**said, "title": "Mine"}, version=potato.version)
    assert late.status_code == 409
    assert "Mine" in late.content.decode()
    assert at(rita).fresh().title == "Invoices go out three times"


@pytest.mark.parametrize(
    "move", ["resume", "close", "reopen", "resolve", "wait", "appeal", "accept-appeal", "undo-merge"]
)
def test_a_move_from_the_wrong_state_is_refused(at: At, maya: Person, move: str) -> None:
    said = {"effort": "S", "waiting_for": "date", "until": _soon(days=1), "reason": "so"}
    assert at(maya).do(move, **said).status_code == 409
    assert at(maya).fresh().status == Status.FLAGGED


@pytest.mark.parametrize(
    "move", ["catch", "offer", "discard", "merge", "ask", "follow", "news", "tasks", "join", "edit"]
)
def test_what_one_may_not_see_one_may_not_move(
    at: At, board_room: Community, carl: Person, maya: Person, move: str
) -> None:
    secret = making.potato(by=maya, title="The merger", community=board_room)
    assert Visitor(at(carl).client, secret).do(move, reason="x").status_code == 404


def test_an_unknown_move_is_no_page(at: At, maya: Person) -> None:
    assert at(maya).do("explode").status_code == 404
    assert at(maya).client.get(f"/issues/{2**63}/").status_code == 404


@pytest.mark.parametrize("move", ["offer", "wait", "merge", "move", "ask", "edit", "discard", "assign", "catch"])
def test_each_move_has_a_page_that_asks_for_it(at: At, maya: Person, move: str) -> None:
    html = at(maya).see(f"{move}/")
    assert "<h1>" in html
    assert "csrfmiddlewaretoken" in html
