"""The sentences on the steps of ladders; after an outage the late ones are folded into one line a person."""

from __future__ import annotations

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from esn.ui import Action
from issues.telling.potatoes import more
from notifications.models import Notification, Topic
from notifications.sentences import EVERYBODY, Facts, Subject, Telling, register


def was_late(facts: Facts) -> bool:
    """Whether a ladder's step ran long after its time: after an outage many do at once."""
    return bool(facts.get("is_late"))


def to_all(note: Notification, _subject: Subject) -> list[Action]:
    """Look at all potatoes that the line speaks for, among their like."""
    if not note.data.get("others"):
        return []
    narrowed = {"issue.uncaught": {"status": "flagged"}, "issue.promise_late": {"news": "late"}}.get(note.name, {})
    url = reverse("issues:list") + (f"?{urlencode(narrowed)}" if narrowed else "")
    return [Action(gettext("See all"), url, kind="plain", method="get")]


def _step(sentence: str | Promise, topic: Topic, icon: str) -> Telling:
    return Telling(sentence, topic, mine=EVERYBODY, icon=icon, words=more, folds=was_late, actions=to_all)


LADDERS = {
    "issue.uncaught": _step(_("Nobody has caught %(thing)s%(more)s yet. Who takes it?"), Topic.TOSSES, "flame"),
    "issue.stagnant": _step(_("No move for long: %(thing)s%(more)s. What is the next step?"), Topic.TOSSES, "flame"),
    "issue.promise_late": _step(
        _("The customer was promised news and has none: %(thing)s%(more)s."), Topic.CUSTOMERS, "megaphone"
    ),
    "issue.passed_on": Telling(
        _("Nobody moved: %(thing)s went from %(from)s to %(to)s."),
        Topic.TOSSES,
        mine=("to", "from"),
        people=("to", "from"),
    ),
    "issue.rested": Telling(
        _("Nobody moved, and the ladder of %(thing)s has run out: it rests on %(to)s now."),
        Topic.TOSSES,
        mine=("to", "from"),
        people=("to",),
    ),
    "community.ladders_run_out": Telling(
        _("Potatoes whose ladder ran out rest on the moderators of %(thing)s: %(count)s."),
        Topic.TOSSES,
        mine=EVERYBODY,
        words=lambda facts: {"count": str(facts.get("count", 0))},
        icon="octagon-alert",
    ),
}
for name, telling in LADDERS.items():
    register(name, telling)
