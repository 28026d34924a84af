"""The inbox and its settings in the browser."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feeds.actions import posts
from feeds.models import Community
from issues.actions import handoffs
from issues.models import Issue
from notifications import inbox
from notifications.models import Hours, Notification, Preference
from people.models import Person
from tests.cast import ClientOf
from tests.told import tell_everything

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offered(potato: Issue, maya: Person, carl: Person) -> Issue:
    """A potato that Maya tosses to Carl, of which he has been told."""
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    return potato


def test_the_inbox_says_it_and_the_bell_counts_it(offered: Issue, carl: Person, client_of: ClientOf) -> None:
    page = client_of(carl).get("/inbox/").content.decode()
    assert "<b>Maya Roth</b> tosses you" in page
    assert "note--new" in page
    assert f"<title>({inbox.unread([carl.pk])[carl.pk]})" in page


def test_going_there_marks_it_read(offered: Issue, carl: Person, client_of: ClientOf) -> None:
    note = Notification.objects.get(person=carl, name="issue.offered")
    answer = client_of(carl).get(note.get_absolute_url())
    assert answer.status_code == 302
    assert answer.headers["Location"] == offered.get_absolute_url()
    note.refresh_from_db()
    assert note.read_at is not None


def test_the_notifications_of_others_are_not_there(
    offered: Issue, carl: Person, maya: Person, client_of: ClientOf
) -> None:
    note = Notification.objects.get(person=carl, name="issue.offered")
    assert client_of(maya).get(note.get_absolute_url()).status_code == 404
    assert client_of(maya).post(f"{note.get_absolute_url()}read/").status_code == 404
    note.refresh_from_db()
    assert note.read_at is None


def test_one_is_ticked_off_in_place_and_all_at_once(offered: Issue, carl: Person, client_of: ClientOf) -> None:
    note = Notification.objects.get(person=carl, name="issue.offered")
    client = client_of(carl)
    line = client.post(f"{note.get_absolute_url()}read/", headers={"HX-Request": "true"}).content.decode()
    assert f'id="{note.dom_id}"' in line
    assert "note--new" not in line
    assert client.post("/inbox/read/", {"tab": "mine"}).status_code == 302
    assert inbox.unread([carl.pk]) == {carl.pk: 0}


@pytest.mark.parametrize("count", [1, 28])
def test_the_inbox_takes_the_same_statements_however_full(
    count: int, sales: Community, maya: Person, carl: Person, client_of: ClientOf
) -> None:
    for number in range(count):
        posts.publish(by=maya, community=sales, body=f"Look at {number}, @carl")
    tell_everything()
    client = client_of(carl)
    client.get("/inbox/")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/inbox/").content.decode().count('class="note note--new"') == count
    assert len(asked) <= 22


def test_older_ones_come_page_by_page(sales: Community, maya: Person, carl: Person, client_of: ClientOf) -> None:
    for number in range(inbox.PAGE + 2):
        posts.publish(by=maya, community=sales, body=f"Look at {number}, @carl")
    tell_everything()
    first = inbox.page(carl, bucket="mine")
    assert len(first.items) == inbox.PAGE
    answer = client_of(carl).get("/inbox/", {"tab": "mine", "cursor": first.next or ""}, headers={"HX-Request": "true"})
    assert answer.content.decode().count("<li") == 2
    assert client_of(carl).get("/inbox/", {"cursor": "forged"}).status_code == 422


def test_settings_are_kept_and_shown_again(carl: Person, client_of: ClientOf) -> None:
    client = client_of(carl)
    page = client.get("/settings/notifications/").content.decode()
    assert "Potatoes put in my hands" in page
    said = {"tosses_in_app": "on", "quiet_from": "19:00", "quiet_until": "07:30"}
    assert client.post("/settings/notifications/", said).status_code == 302
    wish = Preference.objects.get(person=carl, topic="tosses")
    assert (wish.in_app, wish.by_mail) == (True, False)
    assert str(Hours.objects.get(person=carl).quiet_until) == "07:30:00"
    assert 'value="19:00"' in client.get("/settings/notifications/").content.decode()


def test_quiet_hours_with_one_end_are_refused_at_the_field(carl: Person, client_of: ClientOf) -> None:
    answer = client_of(carl).post("/settings/notifications/", {"quiet_from": "19:00"})
    assert answer.status_code == 422
    assert "These hours need a beginning and an end." in answer.content.decode()
    assert 'value="19:00"' in answer.content.decode()
