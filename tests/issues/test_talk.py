"""Each bite has its own thread and files; what is said there stands in its potato's discussion too."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import expect

from esn.activity.models import Activity
from esn.lib.errors import Conflict
from esn.live.models import LiveEvent
from issues.actions import joining, merging, potatoes, talking, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue, Task
from people.models import Person
from tests import world as making
from tests.cast import ClientOf
from tests.conftest import OpenPage
from tests.counted import statements
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def bite(potato: Issue, carl: Person) -> Task:
    """On the table of a potato that Carl holds."""
    potatoes.catch(potato, by=carl)
    return tasks.add(potato, by=carl, drafts=[TaskDraft("Find the job"), TaskDraft("Another one")])[0]


def test_words_and_files_stand_at_the_bite_and_in_the_discussion(bite: Task, world: World, client_of: ClientOf) -> None:
    log = SimpleUploadedFile("billing.log", b"twice", "text/plain")
    said = {"body": "It runs on **two** hosts", "file": log}
    assert client_of(world.carl).post(f"/tasks/{bite.pk}/talk/", said).status_code == 302
    ines = client_of(world.ines)
    own = ines.get(f"/tasks/{bite.pk}/").content.decode()
    assert "<strong>two</strong>" in own
    assert own.count("billing.log") >= 2
    potato = ines.get(bite.issue.get_absolute_url()).content.decode()
    assert "<strong>two</strong>" in potato
    assert "<b>Find the job</b>" in potato
    other = Task.objects.get(title="Another one")
    assert "two" not in ines.get(f"/tasks/{other.pk}/talk/", headers={"HX-Request": "true"}).content.decode()
    dialog = ines.get(f"/tasks/{bite.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert f"/tasks/{bite.pk}/#talk" in dialog


def test_who_has_a_part_in_the_bite_hears_and_open_pages_fetch_it(bite: Task, world: World) -> None:
    tasks.take(bite, by=world.ines)
    talking.discuss(bite, by=world.maya, body="Look at the second host")
    told = Activity.objects.get(name="task.discussed")
    assert set(told.audience) == {world.ines.pk, world.carl.pk}
    frame = LiveEvent.objects.filter(dom_id=f"talk-{bite.pk}").latest("seq")
    assert f"/tasks/{bite.pk}/talk/" in frame.html["en"]
    assert "second host" not in str(frame.html)


def test_nothing_typed_is_lost_when_nothing_was_said(bite: Task, world: World, client_of: ClientOf) -> None:
    client, address = client_of(world.carl), f"/tasks/{bite.pk}/talk/"
    assert client.post(address, {"body": "  "}).status_code == 422
    assert client.post(address, {"body": "x" * 40_001}, headers={"HX-Request": "true"}).status_code == 422
    assert client.get(address).headers["Location"] == f"/tasks/{bite.pk}/#talk"
    assert not Activity.objects.filter(name="task.discussed").exists()


def test_whoever_does_not_see_the_potato_neither_reads_nor_writes(
    bite: Task, world: World, client_of: ClientOf
) -> None:
    talking.discuss(bite, by=world.carl, body="Between us")
    joining.move(bite.issue, by=world.maya, community=world.board_room)
    for path in (f"/tasks/{bite.pk}/", f"/tasks/{bite.pk}/talk/", f"/api/v1/tasks/{bite.pk}/comments"):
        assert client_of(world.gus).get(path).status_code == 404
    assert client_of(world.gus).post(f"/tasks/{bite.pk}/talk/", {"body": "Me too"}).status_code == 404


def test_a_bite_that_a_merge_moved_brings_along_only_what_one_may_read(
    bite: Task, world: World, client_of: ClientOf
) -> None:
    talking.discuss(bite, by=world.carl, body="Said in the old place")
    joining.move(bite.issue, by=world.maya, community=world.board_room)
    into = making.potato(by=world.carl, title="The open one")
    merging.merge(Issue.objects.get(pk=bite.issue_id), by=world.maya, into=into)
    address = f"/tasks/{bite.pk}/"
    assert "Said in the old place" in client_of(world.maya).get(address).content.decode()
    seen = client_of(world.rita).get(address)
    assert seen.status_code == 200
    assert "Said in the old place" not in seen.content.decode()


def test_the_api_reads_and_writes_the_thread(bite: Task, world: World, client_of: ClientOf) -> None:
    address = f"/api/v1/tasks/{bite.pk}/comments"
    made = client_of(world.ines).post(address, {"body": "On it"}, content_type="application/json")
    assert (made.status_code, made.json()["author"]["handle"]) == (201, "ines")
    (read,) = client_of(world.carl).get(address).json()["items"]
    assert (read["id"], read["body"]) == (made.json()["id"], "On it")
    assert client_of(world.carl).post(address, {"body": ""}, content_type="application/json").status_code == 422


def test_a_potato_without_a_discussion_says_so(bite: Task, world: World) -> None:
    Issue.objects.filter(pk=bite.issue_id).update(post=None)
    with pytest.raises(Conflict) as refused:
        talking.discuss(Task.objects.get(pk=bite.pk), by=world.carl, body="Hello?")
    assert refused.value.code == "no_discussion"


def test_ten_words_or_sixty_cost_as_many_statements(bite: Task, world: World, client_of: ClientOf) -> None:
    client = client_of(world.carl)
    for number in range(10):
        talking.discuss(bite, by=world.carl, body=f"Word {number}")
    few = statements(client, f"/tasks/{bite.pk}/")
    for number in range(50):
        talking.discuss(bite, by=world.carl, body=f"More {number}")
    assert statements(client, f"/tasks/{bite.pk}/") == few
    assert few <= 34


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_is_said_appears_on_the_open_page_of_the_bite_and_it_is_taken_there(
    bite: Task, world: World, desktop: OpenPage
) -> None:
    page = desktop(world.maya)
    page.goto(f"/tasks/{bite.pk}/")
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    talking.discuss(bite, by=world.carl, body="It runs on two hosts")
    page.get_by_text("It runs on two hosts").wait_for()
    page.get_by_role("textbox", name="Write about this bite").fill("And on a third")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("And on a third").wait_for()
    page.get_by_role("button", name="Take: Find the job").click()
    page.wait_for_url(f"**/issues/{bite.issue_id}/")
    assert Task.objects.get(pk=bite.pk).assignee == world.maya
