"""What is taken back, opened again or moved on: nothing is lost on the way, and nobody holds what he cannot hold."""

from __future__ import annotations

from datetime import timedelta

import pytest

from esn.activity.clock import now
from esn.activity.models import DueJob
from esn.lib.errors import Conflict, Refused
from feeds.actions import communities
from feeds.models import Community
from issues.actions import asking, customers, eating, handoffs, joining, merging, potatoes, resolving, tasks, waiting
from issues.actions.drafts import TaskDraft
from issues.actions.following import wake_key
from issues.lifecycle import Status
from issues.models import Customer, Issue, Task
from people.actions import people
from people.models import Person, Role
from tests import world as making
from tests.cast import ClientOf


@pytest.fixture
def caught(potato: Issue, carl: Person) -> Issue:
    return potatoes.catch(potato, by=carl)


@pytest.fixture
def other(ines: Person, maya: Person) -> Issue:
    return potatoes.catch(making.potato(by=ines, title="Twice the invoice"), by=maya)


def fresh(issue: Issue) -> Issue:
    return Issue.objects.get(pk=issue.pk)


def cut(issue: Issue, *titles: str, by: Person) -> list[Task]:
    return tasks.add(issue, by=by, drafts=[TaskDraft(title) for title in titles])


def test_a_merged_potato_can_only_be_taken_back(potato: Issue, other: Issue, maya: Person, carl: Person) -> None:
    merging.merge(potato, by=maya, into=other)
    with pytest.raises(Conflict, match="Merged"):
        potatoes.catch(potato, by=carl)
    with pytest.raises(Conflict, match="Merged"):
        waiting.wait(potato, by=maya, waiting_for="date", until=now() + timedelta(days=1), reason="later")


def test_a_potato_that_waited_waits_again_after_the_merge_is_undone(
    caught: Issue, other: Issue, carl: Person, maya: Person
) -> None:
    until = now() + timedelta(days=1)
    waiting.wait(caught, by=carl, waiting_for="third_party", until=until, reason="The bank")
    merging.merge(caught, by=carl, into=other)
    back = merging.undo_merge(fresh(caught), by=maya)
    assert (back.status, back.waiting_until) == (Status.WAITING, until)
    assert DueJob.objects.filter(key=wake_key(back), state="due").exists()
    assert waiting.resume(back, by=carl).status == Status.CAUGHT


def test_a_merge_whose_owner_left_meanwhile_comes_back_to_the_watch(
    caught: Issue, other: Issue, carl: Person, maya: Person, ada: Person
) -> None:
    merging.merge(caught, by=carl, into=other)
    people.deactivate(carl, by=ada)
    assert merging.undo_merge(fresh(caught), by=maya).owner == maya


def test_a_merge_is_not_undone_under_another_merge(
    potato: Issue, other: Issue, caught: Issue, maya: Person, rita: Person
) -> None:
    third = making.potato(by=rita, title="The third")
    merging.merge(third, by=maya, into=other)
    merging.merge(other, by=maya, into=caught)
    with pytest.raises(Conflict, match="merged meanwhile"):
        merging.undo_merge(fresh(third), by=maya)


def test_parts_and_waits_never_reach_into_another_potato(caught: Issue, other: Issue, carl: Person) -> None:
    whole, needs = cut(caught, "The whole", "Needs it", by=carl)
    (part,) = tasks.split(whole, by=carl, drafts=[TaskDraft("A part")])
    eating.edit(needs, by=carl, version=None, depends_on=[part])
    eating.finish(tasks.take(part, by=carl), by=carl, effort="S")
    merging.merge(fresh(caught), by=carl, into=other)
    assert {task.title for task in Task.objects.filter(issue=other)} == {"The whole", "Needs it"}
    for task in Task.objects.select_related("parent").prefetch_related("depends_on"):
        assert task.parent is None or task.parent.issue_id == task.issue_id
        assert all(needed.issue_id == task.issue_id for needed in task.depends_on.all())


def test_a_potato_whose_bites_are_eaten_already_is_in_progress_once_caught(
    potato: Issue, carl: Person, ines: Person, maya: Person
) -> None:
    (bite,) = cut(potato, "Look at the job", by=maya)
    tasks.take(bite, by=ines)
    potatoes.catch(potato, by=carl)
    assert fresh(potato).status == Status.IN_PROGRESS


def test_what_is_opened_again_promises_news(caught: Issue, carl: Person) -> None:
    customers.publish_news(caught, by=carl, body="Found it.")
    resolving.resolve(caught, by=carl, effort="S")
    assert fresh(caught).next_news_due_at is None
    assert resolving.reopen(caught, by=carl).next_news_due_at is not None


def test_the_customer_changes_to_one_that_the_hunter_joined_for(potato: Issue, aldera: Customer, rita: Person) -> None:
    second = making.customer("Beller", by=rita)
    joining.join(potato, by=rita, customer=second)
    edited = potatoes.edit(fresh(potato), by=rita, version=None, customer=second)
    assert (edited.customer, edited.customer_count) == (second, 2)
    nobody = potatoes.edit(edited, by=rita, version=None, customer=None)
    assert nobody.customer is None


def test_an_owner_who_cannot_read_the_new_community_hands_over(
    caught: Issue, carl: Person, maya: Person, board_room: Community
) -> None:
    joining.move(caught, by=maya, community=board_room)
    assert fresh(caught).owner == maya


def test_an_owner_who_reads_the_new_community_keeps_it(
    caught: Issue, carl: Person, maya: Person, sales: Community
) -> None:
    joining.move(caught, by=maya, community=sales)
    assert fresh(caught).owner == carl


def test_whoever_leaves_a_closed_community_hands_over_what_he_held(
    lab: Community, ines: Person, maya: Person, rita: Person
) -> None:
    held = potatoes.catch(making.potato(by=maya, community=lab), by=ines)
    communities.leave(lab, by=ines)
    assert fresh(held).owner == maya


def test_whoever_becomes_a_guest_hands_over_what_he_sees_no_more(
    sales: Community, ines: Person, ada: Person, maya: Person, rita: Person
) -> None:
    held = potatoes.catch(making.potato(by=rita, community=sales), by=ines)
    people.change_role(ines, by=ada, role=Role.GUEST)
    assert fresh(held).owner == maya


def test_when_a_community_closes_outsiders_hand_over(
    sales: Community, ines: Person, maya: Person, rita: Person
) -> None:
    held = potatoes.catch(making.potato(by=rita, community=sales), by=ines)
    communities.update_community(sales, by=maya, kind="secret")
    assert fresh(held).owner == maya


def test_nobody_is_asked_about_a_bite_that_he_cannot_see(
    lab: Community, ines: Person, maya: Person, carl: Person
) -> None:
    held = potatoes.catch(making.potato(by=maya, community=lab), by=ines)
    (bite,) = cut(held, "Weigh it", by=ines)
    with pytest.raises(Refused, match="cannot see"):
        asking.ask_person(bite, by=ines, to=carl)


def test_whoever_finishes_a_bite_and_sees_its_potato_no_more_is_answered(
    lab: Community, ines: Person, maya: Person, carl: Person, client_of: ClientOf
) -> None:
    held = potatoes.catch(making.potato(by=maya, community=lab), by=ines)
    communities.add_member(lab, by=maya, person=carl)
    (bite,) = cut(held, "Weigh it", by=ines)
    tasks.take(bite, by=carl)
    Task.objects.filter(pk=bite.pk).update(reviewer=ines)
    lab.memberships.filter(person=carl).delete()
    answer = client_of(carl).post(
        f"/api/v1/tasks/{bite.pk}/return", "{}", content_type="application/json", headers={"Idempotency-Key": "one"}
    )
    assert answer.status_code == 200, answer.content
    assert Task.objects.get(pk=bite.pk).status == "open"


def test_a_merge_offers_to_be_undone_only_to_who_may(
    caught: Issue, other: Issue, carl: Person, maya: Person, client_of: ClientOf
) -> None:
    said = client_of(carl).post(f"/issues/{caught.pk}/merge/", {"into": other.key}, follow=True).content.decode()
    assert fresh(caught).status == Status.MERGED
    assert "undo-merge" not in said
    merging.undo_merge(fresh(caught), by=maya)
    said = client_of(maya).post(f"/issues/{caught.pk}/merge/", {"into": other.key}, follow=True).content.decode()
    assert "undo-merge" in said


def test_a_toss_to_the_watch_still_ends_when_the_potato_is_merged(
    caught: Issue, other: Issue, carl: Person, ines: Person
) -> None:
    toss = handoffs.offer(caught, by=carl, to=ines)
    merging.merge(fresh(caught), by=carl, into=other)
    with pytest.raises(Conflict):
        handoffs.accept(toss, by=ines)
