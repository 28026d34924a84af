"""The sentences on the watch; each leads to the page that says who is on it when."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from esn import moments
from esn.ui import Action
from notifications.models import Bucket, Notification, Topic
from notifications.sentences import EVERYBODY, Facts, Subject, Telling, register


def to_the_page(_note: Notification, subject: Subject) -> list[Action]:
    """Look who is on watch when, and answer there."""
    slug = subject.url.strip("/").rpartition("/")[2]
    return [Action(gettext("The watch"), reverse("issues:watch", args=[slug]), kind="plain", method="get")]


def _told(sentence: str | Promise, bucket: Bucket = Bucket.MINE) -> Telling:
    mine = EVERYBODY if bucket == Bucket.MINE else ()
    return Telling(sentence, Topic.TOSSES, mine=mine, otherwise=bucket, icon="eye", actions=to_the_page)


def nobodys(facts: Facts) -> dict[str, str]:
    """From when until when nobody is there."""
    named = {"start": facts.get("starts_at"), "end": facts.get("ends_at")}
    return {name: moments.short(dt.datetime.fromisoformat(str(said))) for name, said in named.items() if said}


WATCH = {
    "watch.set": _told(_("%(who)s put you on watch in %(thing)s: fresh potatoes come to you first.")),
    "watch.rota_set": _told(_("%(who)s set the rota of the watch in %(thing)s.")),
    "watch.shift_set": _told(_("%(who)s gave you a shift on watch in %(thing)s.")),
    "watch.shift_taken_back": _told(_("%(who)s took your shift on watch in %(thing)s back.")),
    "watch.swap_asked": _told(_("%(who)s asks you to take over a shift on watch in %(thing)s.")),
    "watch.swap_accepted": _told(_("%(who)s takes over your shift on watch in %(thing)s.")),
    "watch.swap_refused": _told(_("%(who)s cannot take over your shift on watch in %(thing)s; it is still yours.")),
    "watch.swap_withdrawn": _told(
        _("%(who)s no longer asks you to take over a shift on watch in %(thing)s."), Bucket.REST
    ),
    "watch.gap_ahead": Telling(
        _("From %(start)s until %(end)s nobody is on watch in %(thing)s. Whom do you put there?"),
        Topic.TOSSES,
        mine=EVERYBODY,
        icon="octagon-alert",
        words=nobodys,
        actions=to_the_page,
    ),
}
for name, telling in WATCH.items():
    register(name, telling)
