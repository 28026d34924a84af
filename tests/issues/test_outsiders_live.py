"""Whoever sees a potato by a part in it alone hears of it live as others do, and no longer than he has the part."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from esn.activity.clock import now
from esn.live import streams
from esn.live.models import LiveEvent
from feeds.actions import posts
from feeds.models import Community
from issues.actions import eating, handoffs, joining, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Hunter, Issue, Task
from issues.outside import outsiders, streams_outside
from people.actions import absences
from people.models import Person
from tests import world as making
from tests.conftest import OpenPage
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


class Socket:
    """One open page, frame by frame."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    def hear(self) -> dict[str, Any]:
        """The next frame."""
        heard: dict[str, Any] = json.loads(self.socket.recv(timeout=PATIENCE))
        return heard

    def hear_until(self, **wanted: Any) -> list[dict[str, Any]]:
        """All frames up to the first that has all this."""
        frames = [self.hear()]
        while any(frames[-1].get(key) != value for key, value in wanted.items()):
            frames.append(self.hear())
        return frames


@contextmanager
def page_of(person: Person, *names: str) -> Iterator[Socket]:
    """A page that shows these streams or sets, from now on."""
    cookie = making.client_of(person).cookies[settings.SESSION_COOKIE_NAME].value
    headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    url = settings.BASE_URL.replace("http", "ws", 1) + "/ws/live/"
    with connect(
        url, additional_headers=headers, origin=settings.BASE_URL, subprotocols=[Subprotocol("live.v1")]
    ) as socket:
        socket.send(json.dumps({"t": "hello", "s": dict.fromkeys(names)}))
        yield Socket(socket)


@pytest.fixture
def hidden(world: World) -> Issue:
    """A potato of the lab, which Ines holds; Carl cannot read what is there."""
    issue = making.potato(by=world.maya, title="Formula leaks", community=world.lab)
    return potatoes.catch(issue, by=world.ines)


@pytest.fixture
def bite(hidden: Issue, world: World) -> Task:
    """On Carl's plate: he was offered the potato, and took this much of it."""
    handoffs.offer(hidden, by=world.ines, to=world.carl)
    (task,) = tasks.add(hidden, by=world.ines, drafts=[TaskDraft("Find the hole")])
    task = tasks.take(task, by=world.carl)
    handoff = hidden.handoffs.get()
    handoffs.refuse(handoff, by=world.carl)
    return task


def test_an_eater_of_elsewhere_hears_the_cards_on_his_home_his_list_and_his_board(
    site: str, bite: Task, world: World
) -> None:
    own = bite.issue.stream
    for name in ("home", "potatoes", "board"):
        with page_of(world.carl, name) as page:
            assert own in page.hear_until(t="hi")[-1]["s"], name
            potatoes.edit(bite.issue, by=world.ines, version=None, title=f"Formula leaks from {name}")
            big, small = (page.hear_until(id=f"{kind}-{bite.issue_id}")[-1] for kind in ("issue", "mini"))
            for frame in (big, small):
                assert frame["s"] == own
                assert f"Formula leaks from {name}" in frame["h"]


def test_what_is_said_is_counted_on_his_card_too(site: str, bite: Task, world: World) -> None:
    post = bite.issue.post
    assert post is not None
    with page_of(world.carl, "home") as page:
        page.hear_until(t="hi")
        posts.comment(post, by=world.ines, body="Hello")
        assert page.hear_until(s=bite.issue.stream)[-1]["id"] == f"{post.dom_id}-counts"


def test_with_the_bite_he_loses_the_streams_before_anything_else_is_said(site: str, bite: Task, world: World) -> None:
    issue, post = bite.issue, bite.issue.post
    assert post is not None
    with page_of(world.carl, "home", issue.stream, post.stream) as page:
        assert page.hear_until(t="hi")[-1]["no"] == []
        tasks.give_back(bite, by=world.carl)
        potatoes.edit(issue, by=world.ines, version=None, title="What only the lab may know")
        posts.comment(post, by=world.ines, body="What only the lab may know")
        joining.follow(making.potato(by=world.rita, title="In the open"), by=world.carl)
        potatoes.edit(Issue.objects.get(title="In the open"), by=world.rita, version=None, title="Open still")
        heard: list[dict[str, Any]] = []
        gone: set[str] = set()
        while len(gone) < 2 or not any("Open still" in frame.get("h", "") for frame in heard):
            heard.append(page.hear())
            gone |= {heard[-1]["s"]} if heard[-1].get("t") == "rev" else set()
        assert gone == {issue.stream, post.stream}
        assert "only the lab" not in str(heard)
        assert f"page-{issue.pk}" not in str(heard)
    assert streams.readable(world.carl.pk, [issue.stream, post.stream]) == set()
    assert issue.stream not in streams.members("home", world.carl.pk)


@pytest.mark.parametrize("end", ["finished", "cancelled", "reviewed"])
def test_however_the_part_ends_the_sight_ends_with_it(site: str, end: str, bite: Task, world: World) -> None:
    with page_of(world.carl, "potatoes") as page:
        page.hear_until(t="hi")
        if end == "finished":
            eating.finish(bite, by=world.carl, effort="S")
        elif end == "cancelled":
            tasks.cancel(bite, by=world.ines)
        else:
            eating.edit(bite, by=world.ines, version=None, reviewer=world.ines)
            eating.finish(bite, by=world.carl, effort="S")
            eating.review(bite, by=world.ines, verdict="accept")
        assert page.hear_until(t="rev")[-1]["s"] == bite.issue.stream


def test_who_tastes_no_longer_hears_no_longer(site: str, hidden: Issue, world: World) -> None:
    (task,) = tasks.add(hidden, by=world.ines, drafts=[TaskDraft("Find the hole", reviewer=world.carl)])
    eating.finish(tasks.take(task, by=world.maya), by=world.maya, effort="S")
    with page_of(world.carl, "potatoes") as page:
        assert hidden.stream in page.hear_until(t="hi")[-1]["s"]
        start = now()
        absences.start_absence(world.carl, by=world.carl, starts_at=start, ends_at=start + dt.timedelta(days=1))
        assert page.hear_until(t="rev")[-1]["s"] == hidden.stream


def test_who_stays_misses_nothing_when_another_goes(site: str, bite: Task, world: World) -> None:
    with page_of(world.maya, bite.issue.stream) as page:
        page.hear_until(t="hi")
        tasks.give_back(bite, by=world.carl)
        potatoes.edit(bite.issue, by=world.ines, version=None, severity="critical")
        heard = page.hear_until(id=f"page-{bite.issue_id}")
        heard += page.hear_until(id=f"page-{bite.issue_id}")
    assert not [frame for frame in heard if frame.get("t") == "rev"]


def test_a_page_that_is_open_when_the_part_begins_hears_of_it_at_once(site: str, hidden: Issue, world: World) -> None:
    with page_of(world.carl, "potatoes") as page:
        assert hidden.stream not in page.hear_until(t="hi")[-1]["s"]
        handoffs.offer(hidden, by=world.ines, to=world.carl)
        while hidden.stream not in page.hear_until(t="hi")[-1]["s"]:
            continue
        potatoes.edit(hidden, by=world.ines, version=None, title="Formula leaks again")
        assert "Formula leaks again" in page.hear_until(id=hidden.dom_id)[-1]["h"]


def test_where_everybody_may_read_nothing_is_said_twice(potato: Issue, world: World) -> None:
    potatoes.catch(potato, by=world.carl)
    assert not LiveEvent.objects.filter(stream__key=potato.stream, dom_id__in=(potato.dom_id, f"mini-{potato.pk}"))


def test_outsiders_are_all_who_see_it_and_may_not_read_its_community(bite: Task, world: World) -> None:
    issue = bite.issue
    Hunter.objects.create(issue=issue, person=world.rita, joined_at=timezone.now())
    Task.objects.filter(pk=bite.pk).update(reviewer=world.ada)
    Issue.objects.filter(pk=issue.pk).update(owner=world.gus)
    sees = [one for one in Person.objects.active() if Issue.objects.visible_to(one).filter(pk=issue.pk).exists()]
    reads = [one for one in sees if Community.objects.readable_by(one).filter(pk=issue.community_id).exists()]
    assert set(outsiders(issue.pk)) == {one.pk for one in sees} - {one.pk for one in reads}
    assert set(outsiders(issue.pk)) == {world.carl.pk, world.rita.pk, world.ada.pk, world.gus.pk}
    assert all(issue.stream in streams_outside(pk) for pk in outsiders(issue.pk))


@pytest.mark.browser
def test_his_list_changes_before_his_eyes_and_lets_go_of_the_card(desktop: OpenPage, bite: Task, world: World) -> None:
    page = desktop(world.carl)
    page.goto("/issues/")
    expect(page.locator("html")).to_have_attribute("data-live", "up")
    card = page.locator(f"#{bite.issue.dom_id}")
    expect(card).to_contain_text("Formula leaks")
    potatoes.edit(bite.issue, by=world.ines, version=None, title="Formula leaks no more")
    expect(card).to_contain_text("Formula leaks no more")
    tasks.give_back(bite, by=world.carl)
    expect(card).to_have_count(0)
