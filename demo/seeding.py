"""Playing everything in one transaction: the company, its talk, its potatoes, and what was told of them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from demo import potatoes, talk
from demo.calendar import Calendar
from demo.scripts import Scene, read
from demo.stage import Stage, found, send_away, take_turns
from esn.activity.clock import at, unseen
from esn.activity.due import claim_tick
from esn.activity.outlets import tell_all
from esn.activity.spine import action
from feeds.models import Community, Membership
from issues.actions.ladders import replan_all
from issues.anchoring import plant_next
from issues.jobs import HEAT_SECONDS, keep_warm
from issues.models import Climb
from notifications.models import Notification
from people.models import Person

READ_AFTER = dt.timedelta(days=2)


def is_there() -> bool:
    """Whether the demo company was founded here."""
    return Person.objects.filter(email="rita@nordlys.example").exists()


def is_taken() -> bool:
    """Whether somebody else lives here already."""
    return Person.objects.exists() and not is_there()


def seed(now: dt.datetime) -> None:
    """Let three weeks happen, as they look at `now` (aware)."""
    with unseen():
        stage = _play(Calendar(now))
        _count_ladders_from(now)
    if claim_tick("issues.heat", timezone.now(), dt.timedelta(seconds=HEAT_SECONDS)):
        keep_warm()
    tell_all()
    _read_what_is_old(stage)


@action
def _play(calendar: Calendar) -> Stage:
    stage = found(calendar)
    scenes = [(talk.play, scene) for scene in read("talk.txt")]
    scenes += [(potatoes.play, scene) for name in ("closed.txt", "open.txt") for scene in read(name)]
    for play, scene in sorted(scenes, key=lambda pair: _begins(calendar, pair[1])):
        try:
            play(stage, scene)
        except Exception as trouble:
            trouble.add_note(f"in the scene “{scene.title}”")
            raise
    send_away(stage)
    take_turns(stage)
    return stage


@action
def _count_ladders_from(moment: dt.datetime) -> None:
    """What was due on the ladders in three weeks that nobody lived through begins now."""
    with at(moment):
        for climb in Climb.objects.running().filter(due_at__lt=moment).select_related("issue"):
            climb.started_at = climb.since = moment
            plant_next(climb, climb.issue)
        for community in Community.objects.exclude(ladders=None):
            replan_all(community)


def _begins(calendar: Calendar, scene: Scene) -> dt.datetime:
    return calendar.moment(scene.head["at"])


def _read_what_is_old(stage: Stage) -> None:
    """Everybody has read up to two days ago."""
    before = stage.calendar.now - READ_AFTER
    Notification.objects.filter(created__lt=before, read_at=None).update(read_at=before)
    Membership.objects.update(read_at=before)
