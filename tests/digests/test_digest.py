"""What a digest says, to whom, and how often."""

from __future__ import annotations

import datetime as dt
import email

import pytest
from django.core import mail

from digests import actions
from digests.composing import write
from digests.due import due
from digests.models import Digest, Frequency, State
from digests.sections import Window
from feeds.actions import communities, posts
from feeds.models import Community, Membership
from issues.actions import eating, potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue
from people.actions.people import deactivate
from people.models import Person
from tests.digests.conftest import Send, to
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
MOMENT = dt.datetime.fromisoformat("2030-01-15T08:00:00+01:00")
SOON = dt.timedelta(days=1)


def body(person: Person) -> str:
    return str(to(person)[-1].body)


def test_everybody_gets_one_and_a_second_run_sends_none(world: World, potato: Issue, send: Send) -> None:
    assert send() == "sent 5, skipped 1"
    assert {letter.to[0] for letter in mail.outbox} == {
        f"{name}@potluck.example" for name in ("rita", "carl", "maya", "ines", "ada")
    }
    assert send() == "sent 0, skipped 6"
    assert len(mail.outbox) == 5


def test_it_says_what_burns_and_which_bites_fit(potato: Issue, carl: Person, maya: Person, send: Send) -> None:
    tasks.add(potato, by=maya, drafts=[TaskDraft(title="Query the ledger", skills=("SQL",), size="M")])
    send()
    assert "WHAT BURNS" in body(carl)
    assert "Invoices go out twice" in body(carl)
    assert "BITES THAT FIT YOU" in body(carl)
    assert "Query the ledger" in body(carl)
    assert "you know SQL" in body(carl)


def test_the_hunter_reads_how_his_hunt_melts(potato: Issue, rita: Person, carl: Person, send: Send) -> None:
    potatoes.catch(potato, by=carl)
    send()
    assert "YOUR HUNT, MELTING" in body(rita)
    assert "Carl holds it" in body(rita)
    assert "WHAT BURNS" not in body(rita)


def test_it_says_what_communities_said_and_not_what_was_seen(
    sales: Community, maya: Person, carl: Person, send: Send
) -> None:
    posts.publish(by=maya, community=sales, body="The feast is on **Thursday**")
    posts.publish(by=maya, community=sales, body="Bring a spoon")
    found = window(carl)
    assert "Maya: “Bring a spoon” and 1 more" in found
    Membership.objects.filter(person=carl, community=sales).update(read_at=MOMENT)
    assert "Bring a spoon" not in window(carl)
    assert "Bring a spoon" not in window(maya)


def window(person: Person) -> str:
    """The text of what the person would be written of the last hour."""
    since = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    letter = write(Window(person, since, since + dt.timedelta(hours=2)), kind="daily", hour=dt.time(7, 30))
    return letter.text if letter else ""


def test_it_says_what_was_eaten_and_thanks_who_ate(potato: Issue, carl: Person, maya: Person, ada: Person) -> None:
    potatoes.catch(potato, by=maya)
    [task] = tasks.add(potato, by=maya, drafts=[TaskDraft(title="Look")])
    tasks.take(task, by=carl)
    eating.finish(task, by=carl, effort="S")
    Issue.objects.filter(pk=potato.pk).update(status="resolved", resolved_at=dt.datetime.now(dt.UTC))
    assert "You ate a bite: thank you." in window(carl)
    assert "EATEN, WITH THANKS" in window(ada)
    assert "You ate" not in window(ada)


def test_nothing_private_reaches_who_may_not_see_it(lab: Community, maya: Person, carl: Person, ines: Person) -> None:
    potatoes.flag(potatoes.Flag(title="Canary of the lab", community=lab), by=maya)
    posts.publish(by=maya, community=lab, body="Canary in a post")
    assert "Canary" not in window(carl)
    assert "Canary of the lab" in window(ines)
    assert "Canary in a post" in window(ines)


def test_it_is_text_and_html_with_pictures_that_have_words(potato: Issue, carl: Person, send: Send) -> None:
    send()
    html = str(to(carl)[0].alternatives[0][0])  # type: ignore[attr-defined]
    assert 'alt="not split yet"' in html
    assert "/mail/elephant-0-of-0-0.png" in html
    assert "<script" not in html
    assert "<link" not in html


def test_what_people_write_cannot_break_out_of_the_mail(rita: Person, carl: Person, send: Send) -> None:
    potatoes.flag(potatoes.Flag(title="<img src=x onerror=alert(1)>"), by=rita)
    send()
    message = email.message_from_string(to(carl)[0].message().as_string())
    html = next(part for part in message.walk() if part.get_content_type() == "text/html").get_payload(decode=True)
    assert b"<img src=x" not in html
    assert "<img src=x onerror=alert(1)>" in body(carl)


def test_one_click_stops_it(potato: Issue, carl: Person, send: Send) -> None:
    send()
    headers = to(carl)[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http")
    actions.stop(carl)
    send("2030-01-16T08:00:00+01:00")
    assert len(to(carl)) == 1


def test_at_its_hour_of_each_zone_and_only_the_latest_period(potato: Issue, carl: Person, send: Send) -> None:
    Person.objects.exclude(pk=carl.pk).update(email="")
    Person.objects.filter(pk=carl.pk).update(zone="America/New_York")
    assert send("2030-01-15T12:29:00Z") == "sent 1, skipped 0"
    assert send("2030-01-15T12:29:00Z") == "sent 0, skipped 1"
    assert send("2030-01-15T12:30:00Z") == "sent 1, skipped 0"
    assert send("2030-01-20T12:30:00Z") == "sent 1, skipped 0"
    assert [str(day) for day in Digest.objects.order_by("period").values_list("period", flat=True)] == [
        "2030-01-14", "2030-01-15", "2030-01-20",
    ]  # fmt: skip


def test_weekly_comes_on_its_day(potato: Issue, carl: Person, send: Send) -> None:
    actions.set_rhythm(carl, frequency=Frequency.WEEKLY, hour=dt.time(7, 30), weekday=2)
    send("2030-01-15T08:00:00+01:00")
    send("2030-01-16T07:29:00+01:00")
    assert len(to(carl)) == 1
    send("2030-01-16T07:30:00+01:00")
    assert len(to(carl)) == 2


def test_nobody_is_written_to_who_was_deactivated_meanwhile(
    potato: Issue, carl: Person, ada: Person, send: Send
) -> None:
    composed = compose_for(carl)
    deactivate(carl, by=ada)
    send()
    assert to(carl) == []
    assert Digest.objects.get(pk=composed.pk).state == State.COMPOSED


def compose_for(person: Person) -> Digest:
    """The person's digest, composed and not sent, as by a sender that was killed."""
    [item] = [item for item in due(MOMENT) if item.person_id == person.pk]
    return actions.compose(item, at=MOMENT, send_at=MOMENT)


def test_what_was_composed_and_went_out_of_sight_is_not_sent(
    lab: Community, maya: Person, ines: Person, send: Send
) -> None:
    potatoes.flag(potatoes.Flag(title="Canary of the lab", community=lab), by=maya)
    composed = compose_for(ines)
    assert "Canary" in composed.text
    communities.remove_member(lab, by=maya, person=ines)
    send()
    assert [letter for letter in to(ines) if "Canary" in str(letter.body)] == []
