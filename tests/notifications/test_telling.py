"""Whoever is concerned is told, once, in words, of what he may see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from esn.activity.due import run_due
from esn.activity.events import declared
from esn.activity.models import Activity, DueJob
from esn.live.models import LiveEvent
from feeds.actions import communities, posts
from feeds.models import Community
from issues.actions import handoffs, potatoes
from issues.models import Issue
from notifications import actions, inbox, jobs
from notifications.models import Bucket, Notification, Topic
from notifications.sentences import tellings
from notifications.wishes import Wish
from people.models import Person
from tests.told import tell_everything

pytestmark = pytest.mark.django_db(transaction=True)


def texts(person: Person, bucket: str | None = None) -> list[str]:
    with translation.override(person.language):
        return [line.text for line in inbox.page(person, bucket=bucket).items]


def test_whoever_is_tossed_a_potato_finds_it_among_his_own(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl, reason="You know invoices")
    tell_everything()
    assert texts(carl, Bucket.MINE) == ["Maya Roth tosses you Invoices go out twice: “You know invoices”."]
    assert not Notification.objects.filter(person=maya, name="issue.offered").exists()


def test_telling_twice_tells_once(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    before = Notification.objects.count()
    actions.notify(Activity.objects.all())
    assert Notification.objects.count() == before


def test_the_hunter_is_told_that_he_is_released(potato: Issue, rita: Person, carl: Person) -> None:
    potatoes.catch(potato, by=carl)
    tell_everything()
    assert "Carl Brandt caught Invoices go out twice." in texts(rita, Bucket.MINE)


def test_a_sentence_is_safe_html_and_speaks_the_readers_language(rita: Person, maya: Person, ines: Person) -> None:
    issue = potatoes.flag(potatoes.Flag(title="<b>Bold</b> & {braces} %(who)s"), by=rita)
    tell_everything()
    line = inbox.page(maya).items[0]
    assert "<b>Bold</b>" not in line.html
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; {braces} %(who)s" in line.html
    assert issue.title in line.text


def test_who_lost_sight_of_it_does_not_read_of_it(maya: Person, ines: Person, lab: Community) -> None:
    posts.publish(by=maya, community=lab, body="Look @ines, the secret recipe")
    tell_everything()
    assert len(texts(ines, Bucket.MINE)) == 1
    communities_left = inbox.unread([ines.pk])[ines.pk]
    memberships_end(lab, ines, by=maya)
    tell_everything()
    page = inbox.page(ines, bucket=Bucket.MINE)
    assert [line.text for line in page.items if "secret recipe" in line.text] == []
    assert len(page.lost) == 1
    assert communities_left == 1


def memberships_end(community: Community, person: Person, *, by: Person) -> None:
    communities.remove_member(community, by=by, person=person)


def test_what_somebody_does_not_want_he_is_not_told(potato: Issue, maya: Person, carl: Person) -> None:
    actions.set_wishes(carl, wishes={Topic.TOSSES: Wish(in_app=False, by_mail=False)})
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    assert not Notification.objects.filter(person=carl, name="issue.offered").exists()


def test_reading_counts_the_bell_down_on_open_pages(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    count = inbox.unread([carl.pk])[carl.pk]
    assert count >= 1
    assert actions.see(carl, kind="issue", object_id=potato.pk) == 1
    assert actions.see(carl, kind="issue", object_id=potato.pk) == 0
    frames = LiveEvent.objects.filter(stream__key=carl.stream, dom_id="unread").order_by("-seq")
    assert [f'data-count="{count - 1}"' in frames[0].html["fr"], f'data-count="{count}"' in frames[1].html["en"]] == [
        True,
        True,
    ]


def test_an_outside_job_of_nobody_is_not_left_over(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    run_due(at=timezone.now() + dt.timedelta(hours=1))
    assert not DueJob.objects.filter(kind="notifications.mail", state__in=("due", "running", "failed")).exists()


def test_every_event_with_an_audience_has_its_sentence() -> None:
    quiet = {name for name, event in declared.items() if event.audience.__name__ == "_nothing"}
    silent = {"issue.in_progress", "issue.followed", "issue.unfollowed", "issue.link_issued", "issue.link_revoked"}
    silent |= {"issue.link_rotated", "task.moved", "task.started", "community.left"}
    ours = {name for name in declared if not name.startswith("test.")}
    assert ours - quiet - silent - set(tellings) == set()
    assert set(tellings) - set(declared) == set()


def test_old_notifications_are_forgotten_and_fresh_ones_kept(potato: Issue, maya: Person, carl: Person) -> None:
    handoffs.offer(potato, by=maya, to=carl)
    tell_everything()
    Notification.objects.filter(person=carl).update(created=timezone.now() - dt.timedelta(days=31))
    jobs.forget()
    assert Notification.objects.filter(person=carl).exists()
    actions.mark_read(carl)
    jobs.forget()
    assert not Notification.objects.filter(person=carl).exists()
