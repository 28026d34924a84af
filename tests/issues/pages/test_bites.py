"""Bites made, taken, eaten and put in order from the potato's page."""

from __future__ import annotations

import pytest

from issues.actions import eating, tasks
from issues.actions.drafts import TaskDraft
from issues.lifecycle import TaskStatus
from issues.models import Issue, Task
from people.actions import people
from people.models import Person
from tests.issues.pages.conftest import At

pytestmark = pytest.mark.django_db


def _state(task: Task) -> str:
    return Task.objects.get(pk=task.pk).status


def test_a_bite_is_added_and_stands_in_the_outline(at: At, caught: Issue, carl: Person) -> None:
    answer = at(carl).tap("tasks", title="Find the job", size="XS", skills="SQL, Harbour", due_at="")
    assert answer.status_code == 200
    assert "Find the job" in answer.content.decode()
    assert {skill.name for skill in Task.objects.get().skills.all()} == {"SQL", "Harbour"}


def test_a_bite_without_a_name_is_refused_and_keeps_the_rest(at: At, caught: Issue, carl: Person) -> None:
    answer = at(carl).do("tasks", title="", size="L", done_when="All credit notes are out")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "All credit notes are out" in html
    assert 'value="L"' in html
    assert not Task.objects.exists()


def test_a_pasted_list_becomes_bites(at: At, caught: Issue, carl: Person) -> None:
    at(carl).do("tasks/paste", lines="- [ ] Find the job (XS)\n2. Switch it off (M)\n\n* Tell accounting")
    found = list(Task.objects.values_list("title", "size"))
    assert found == [("Find the job", "XS"), ("Switch it off", "M"), ("Tell accounting", "S")]
    assert at(carl).do("tasks/paste", lines=" \n \n").status_code == 422


def test_a_stranger_proposes_and_the_holder_approves(at: At, caught: Issue, carl: Person, ines: Person) -> None:
    at(ines).do("tasks", title="Ask the supplier", size="S")
    task = Task.objects.get()
    assert task.status == TaskStatus.PROPOSED
    assert f"/tasks/{task.pk}/approve/" in at(carl).see()
    assert f"/tasks/{task.pk}/approve/" not in at(ines).see()
    assert at(ines).do(f"/tasks/{task.pk}/approve/").status_code == 403
    assert at(carl).do(f"/tasks/{task.pk}/approve/").status_code == 302


def test_it_is_taken_in_one_tap_and_the_toast_takes_it_back(at: At, bite: Task, ines: Person) -> None:
    answer = at(ines).tap(f"/tasks/{bite.pk}/take/")
    assert f"/tasks/{bite.pk}/return/" in str(answer.headers["Toasts"])
    assert at(ines).tap(f"/tasks/{bite.pk}/return/").status_code == 200
    assert _state(bite) == TaskStatus.OPEN


def test_who_claims_second_is_told_who_was_first(at: At, bite: Task, ines: Person, maya: Person) -> None:
    at(ines).do(f"/tasks/{bite.pk}/take/")
    answer = at(maya).tap(f"/tasks/{bite.pk}/take/")
    assert answer.status_code == 409
    assert "Inès Varga has already taken it." in answer.content.decode()


def test_it_is_finished_by_one_of_four_taps(at: At, bite: Task, ines: Person) -> None:
    at(ines).do(f"/tasks/{bite.pk}/take/")
    assert f"/tasks/{bite.pk}/finish/" in at(ines).see()
    assert at(ines).do(f"/tasks/{bite.pk}/finish/", effort="XXL").status_code == 422
    assert at(ines).do(f"/tasks/{bite.pk}/finish/", effort="M").status_code == 302
    assert Task.objects.get(pk=bite.pk).effort == "M"


def test_nobody_finishes_what_another_eats(at: At, bite: Task, ines: Person, carl: Person) -> None:
    at(ines).do(f"/tasks/{bite.pk}/take/")
    assert at(carl).do(f"/tasks/{bite.pk}/finish/", effort="S").status_code == 403
    assert at(carl).do(f"/tasks/{bite.pk}/start/").status_code == 403


def test_it_is_started_stuck_and_goes_on(at: At, bite: Task, ines: Person) -> None:
    url = f"/tasks/{bite.pk}"
    at(ines).do(f"{url}/take/")
    assert at(ines).do(f"{url}/start/").status_code == 302
    assert at(ines).do(f"{url}/start/").status_code == 409
    assert at(ines).do(f"{url}/block/", reason="").status_code == 422
    at(ines).do(f"{url}/block/", reason="No access to the job")
    assert "No access to the job" in at(ines).see()
    assert at(ines).do(f"{url}/unblock/").status_code == 302
    assert at(ines).do(f"{url}/unblock/").status_code == 409


def test_its_taster_asks_for_more_and_then_accepts(
    at: At, bite: Task, ines: Person, carl: Person, maya: Person
) -> None:
    eating.edit(bite, by=carl, version=None, reviewer=maya)
    url = f"/tasks/{bite.pk}"
    at(ines).do(f"{url}/take/")
    at(ines).do(f"{url}/finish/", effort="S")
    assert "Taste" in at(maya).see()
    assert at(carl).do(f"{url}/review/", verdict="accept").status_code == 403
    assert at(maya).do(f"{url}/review/", verdict="rework", reason="").status_code == 422
    assert at(maya).do(f"{url}/review/", verdict="rework", reason="One is missing").status_code == 302
    at(ines).do(f"{url}/finish/", effort="S")
    assert at(maya).do(f"{url}/review/", verdict="accept").status_code == 302
    assert _state(bite) == TaskStatus.DONE


def test_the_holder_tastes_for_a_taster_who_is_gone(
    at: At, bite: Task, ines: Person, carl: Person, maya: Person, ada: Person
) -> None:
    eating.edit(bite, by=carl, version=None, reviewer=maya)
    tasks.take(bite, by=ines)
    eating.finish(bite, by=ines, effort="S")
    assert f"/tasks/{bite.pk}/review/" not in at(carl).see()
    people.deactivate(maya, by=ada)
    assert f"/tasks/{bite.pk}/review/" in at(carl).see()
    assert at(carl).do(f"/tasks/{bite.pk}/review/", verdict="accept").status_code == 302
    assert _state(bite) == TaskStatus.DONE


def test_it_is_cut_smaller_and_its_parts_hang_below_it(at: At, bite: Task, carl: Person) -> None:
    assert at(carl).do(f"/tasks/{bite.pk}/split/", lines="Find it (XS)\nKill it (XS)").status_code == 302
    assert list(bite.parts.values_list("title", flat=True)) == ["Find it", "Kill it"]
    assert at(carl).see().count('class="bites"') == 2


def test_it_is_taken_off_the_menu(at: At, bite: Task, carl: Person, ines: Person) -> None:
    assert at(ines).do(f"/tasks/{bite.pk}/cancel/").status_code == 403
    assert at(carl).do(f"/tasks/{bite.pk}/cancel/", reason="Not needed").status_code == 302
    assert at(carl).do(f"/tasks/{bite.pk}/cancel/").status_code == 409
    assert at(carl).do(f"/tasks/{bite.pk}/take/").status_code == 409


def test_it_is_edited_over_the_version_that_was_read(at: At, bite: Task, carl: Person) -> None:
    other = tasks.add(bite.issue, by=carl, drafts=[TaskDraft(title="First this")])[0]
    said = {"title": "Stop it for good", "size": "M", "depends_on": [other.pk], "version": bite.version}
    assert at(carl).do(f"/tasks/{bite.pk}/edit/", **said).status_code == 302
    assert at(carl).do(f"/tasks/{bite.pk}/edit/", **said).status_code == 409
    assert "waits for: First this" in at(carl).see()
    assert at(carl).do(f"/tasks/{bite.pk}/take/").status_code == 409


def test_bites_are_put_in_another_order(at: At, bite: Task, carl: Person) -> None:
    second, third = tasks.add(bite.issue, by=carl, drafts=[TaskDraft(title="B"), TaskDraft(title="C")])
    at(carl).do(f"/tasks/{third.pk}/reorder/", before=bite.pk)
    assert list(Task.objects.order_by("position").values_list("pk", flat=True)) == [third.pk, bite.pk, second.pk]
    at(carl).tap(f"/tasks/{third.pk}/reorder/", before="")
    assert list(Task.objects.order_by("position").values_list("pk", flat=True)) == [bite.pk, second.pk, third.pk]
    assert at(carl).do(f"/tasks/{third.pk}/reorder/", before="9" * 18).status_code == 404
    assert "Move up" in at(carl).see()


def test_somebody_is_asked_but_never_the_hunter(at: At, bite: Task, carl: Person, ines: Person) -> None:
    assert at(carl).do(f"/tasks/{bite.pk}/ask/", to="ines", note="You know it").status_code == 302
    answer = at(carl).do(f"/tasks/{bite.pk}/ask/", to="rita", note="And you?")
    assert answer.status_code == 422
    assert "And you?" in answer.content.decode()


def test_a_full_plate_needs_a_moderators_reason(at: At, bite: Task, carl: Person, maya: Person) -> None:
    for person in (carl, maya):
        person.appetite = 0
        person.save()
    assert at(carl).do(f"/tasks/{bite.pk}/take/", reason="me").status_code == 409
    assert at(maya).do(f"/tasks/{bite.pk}/take/").status_code == 409
    assert at(maya).do(f"/tasks/{bite.pk}/take/", reason="Nobody else is here").status_code == 302


def test_one_bite_has_its_own_page_and_a_dialog(at: At, bite: Task, ines: Person) -> None:
    visitor = at(ines)
    assert "Stop the double run" in visitor.client.get(f"/tasks/{bite.pk}/").content.decode()
    dialog = visitor.client.get(f"/tasks/{bite.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<dialog" in dialog
    assert "<html" not in dialog


def test_a_guest_who_may_not_help_is_offered_nothing_to_take(
    at: At, carl: Person, gus: Person, bite: Task, sales: object
) -> None:
    assert at(gus).client.get(f"/tasks/{bite.pk}/").status_code == 404
    at(carl).do("move", community=getattr(sales, "pk", 0))
    page = at(gus).see()
    assert bite.title in page
    assert "/take/" not in page
    assert at(gus).do(f"/tasks/{bite.pk}/take/").status_code == 403
