"""The sentences on potatoes and bites."""

from __future__ import annotations

from functools import partial

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from esn.ui import Action
from notifications.models import Bucket, Notification, Topic
from notifications.sentences import EVERYBODY, HOLDER, Facts, Subject, Telling, quote, register

TO, FROM, OWN = ("to",), ("from",), (HOLDER,)


def reason(facts: Facts) -> dict[str, str]:
    """The reason that was given, behind a colon."""
    text = quote(facts.get("reason"))
    return {"reason": gettext(": “%(words)s”") % {"words": text} if text else ""}


def said(facts: Facts, *, name: str) -> dict[str, str]:
    """What somebody wrote, as the end of a sentence."""
    text = quote(facts.get(name))
    return {name: gettext(": “%(words)s”") % {"words": text} if text else "."}


def more(facts: Facts) -> dict[str, str]:
    """How many others the line speaks for."""
    others = facts.get("others") or 0
    return {"more": " " + gettext("and %(count)s more") % {"count": others} if others else ""}


def to_catch(note: Notification, _subject: Subject) -> list[Action]:
    """Catch it, or not."""
    accept, refuse = (reverse("issues:handoff", args=[note.data["handoff"], move]) for move in ("accept", "refuse"))
    return [Action(gettext("Catch"), accept, kind="primary"), Action(gettext("Not me"), refuse, kind="plain")]


def to_take(note: Notification, _subject: Subject) -> list[Action]:
    """Take the bite."""
    return [Action(gettext("Take"), reverse("issues:take", args=[note.object_id]), kind="primary")]


def to_grant(note: Notification, _subject: Subject) -> list[Action]:
    """Give the time that was asked for, or say why not."""
    grant, refuse = (reverse("issues:task-act", args=[note.object_id, move]) for move in ("grant", "refuse-more"))
    return [
        Action(gettext("Give more time"), grant, kind="primary"),
        Action(gettext("No more time"), refuse, kind="plain", method="get"),
    ]


def by_customer(facts: Facts) -> dict[str, str]:
    """What the customer pressed, in words."""
    told = {
        "solved": gettext("the customer says that it is solved."),
        "not_solved": gettext("the customer says that it is not solved."),
    }
    return {"said": told.get(str(facts.get("said")), gettext("the customer wrote."))}


def scored(facts: Facts) -> dict[str, str]:
    """How content the customer is, and his word."""
    return {"score": str(facts.get("score", "")), **reason(facts)}


def to_tell(note: Notification, _subject: Subject) -> list[Action]:
    """Write the news."""
    url = reverse("issues:news", args=[note.object_id])
    return [Action(gettext("Publish news"), url, kind="primary", method="get")]


HANDS = {
    "issue.flagged": Telling(
        _("%(who)s flagged %(thing)s. You are on watch: it is yours until somebody catches it."),
        Topic.TOSSES,
        mine=EVERYBODY,
        icon="flag",
    ),
    "issue.offered": Telling(
        _("%(who)s tosses you %(thing)s%(reason)s."), Topic.TOSSES, mine=TO, words=reason, actions=to_catch
    ),
    "issue.accepted": Telling(
        _("%(who)s caught %(thing)s from %(from)s."), Topic.TOSSES, Topic.POTATOES, mine=FROM, people=FROM
    ),
    "issue.refused": Telling(
        _("%(who)s cannot take %(thing)s%(reason)s. You still hold it."), Topic.TOSSES, mine=FROM, words=reason
    ),
    "issue.expired": Telling(
        _("Nobody answered the toss of %(thing)s in time; %(from)s still holds it."),
        Topic.TOSSES,
        mine=("from", "to"),
        people=FROM,
        icon="clock",
    ),
    "issue.withdrawn": Telling(_("%(who)s took the toss of %(thing)s back."), Topic.TOSSES, mine=TO),
    "issue.assigned": Telling(
        _("%(who)s put %(thing)s into the hands of %(to)s%(reason)s."),
        Topic.TOSSES,
        Topic.POTATOES,
        mine=("to", "from"),
        people=TO,
        words=reason,
    ),
    "issue.custody_moved": Telling(
        _("%(thing)s moved from %(from)s to %(to)s, who can look after it now."),
        Topic.TOSSES,
        mine=("to", "from"),
        people=("to", "from"),
    ),
}
LIFE = {
    "issue.caught": Telling(_("%(to)s caught %(thing)s."), Topic.HUNT, Topic.POTATOES, mine=OWN, people=TO),
    "issue.edited": Telling(_("%(who)s changed %(thing)s."), Topic.POTATOES, otherwise=Bucket.REST, icon="pencil"),
    "issue.discarded": Telling(
        _("%(who)s took %(thing)s off the stove%(reason)s."), Topic.HUNT, Topic.POTATOES, mine=OWN, words=reason
    ),
    "issue.appealed": Telling(
        _("%(who)s asks you to look at %(thing)s again%(reason)s."), Topic.TOSSES, mine=EVERYBODY, words=reason
    ),
    "issue.appeal_accepted": Telling(_("%(thing)s is back on the stove."), Topic.HUNT, Topic.POTATOES, mine=OWN),
    "issue.appeal_rejected": Telling(
        _("%(thing)s stays off the stove%(reason)s."), Topic.HUNT, Topic.POTATOES, mine=OWN, words=reason
    ),
    "issue.hunter_allowed": Telling(
        _("%(who)s lets you catch %(thing)s yourself%(reason)s."), Topic.HUNT, mine=OWN, words=reason
    ),
    "issue.back_to_caught": Telling(_("Nobody is eating %(thing)s any more."), Topic.POTATOES, mine=OWN),
    "issue.waiting": Telling(_("%(thing)s waits%(reason)s."), Topic.POTATOES, mine=OWN, words=reason, icon="clock"),
    "issue.resumed": Telling(_("%(thing)s goes on."), Topic.POTATOES, mine=OWN),
    "issue.resolved": Telling(_("%(thing)s is resolved."), Topic.HUNT, Topic.POTATOES, mine=OWN, icon="party-popper"),
    "issue.reopened": Telling(
        _("%(thing)s is open again%(reason)s."), Topic.HUNT, Topic.POTATOES, mine=OWN, words=reason
    ),
    "issue.closed": Telling(_("%(thing)s is eaten and closed."), Topic.POTATOES, mine=OWN, icon="party-popper"),
    "issue.merged": Telling(_("%(thing)s was merged into another potato."), Topic.HUNT, Topic.POTATOES, mine=OWN),
    "issue.unmerged": Telling(_("%(thing)s stands on its own again."), Topic.HUNT, Topic.POTATOES, mine=OWN),
    "issue.joined": Telling(_("%(who)s says of %(thing)s: mine too."), Topic.POTATOES, mine=OWN, icon="users"),
    "issue.moved": Telling(_("%(who)s moved %(thing)s to another community."), Topic.POTATOES, mine=OWN),
    "issue.asked": Telling(
        _("%(who)s asks you about %(thing)s%(body)s"),
        Topic.HUNT,
        mine=EVERYBODY,
        words=partial(said, name="body"),
    ),
    "issue.questions_wait": Telling(
        _("Questions about %(thing)s wait for you; a tap answers them."), Topic.HUNT, mine=EVERYBODY, icon="circle-help"
    ),
    "issue.thanked": Telling(
        _("%(who)s thanks you for your bites of %(thing)s."), Topic.BITES, mine=EVERYBODY, icon="party-popper"
    ),
    "issue.answered": Telling(
        _("%(who)s answered your question about %(thing)s."), Topic.MENTIONS, Topic.POTATOES, mine=("asked_by", HOLDER)
    ),
    "issue.news_published": Telling(
        _("%(who)s told the customer news of %(thing)s."), Topic.HUNT, Topic.POTATOES, mine=OWN, icon="megaphone"
    ),
    "issue.left": Telling(_("%(who)s took a “mine too” back from %(thing)s."), Topic.POTATOES, mine=OWN, icon="users"),
    "issue.customer_said": Telling(
        _("%(thing)s: %(said)s"), Topic.CUSTOMERS, Topic.POTATOES, mine=OWN, words=by_customer, icon="message-circle"
    ),
    "issue.satisfied": Telling(
        _("The customer of %(thing)s gives %(score)s of 5%(reason)s."),
        Topic.CUSTOMERS,
        mine=OWN,
        words=scored,
        icon="star",
    ),
    "issue.news_soon": Telling(
        _("The customer of %(thing)s expects news soon."),
        Topic.CUSTOMERS,
        mine=EVERYBODY,
        actions=to_tell,
        icon="clock",
    ),
    "issue.news_due": Telling(
        _("The news promised to the customer of %(thing)s is due now."),
        Topic.CUSTOMERS,
        mine=EVERYBODY,
        actions=to_tell,
        icon="clock",
    ),
}
BITES = {
    "task.added": Telling(_("%(who)s cut a bite: %(thing)s."), Topic.BITES, mine=OWN),
    "task.approved": Telling(_("Your bite %(thing)s is on the table."), Topic.BITES, mine=OWN),
    "task.edited": Telling(_("%(who)s changed the bite %(thing)s."), Topic.POTATOES, otherwise=Bucket.REST),
    "task.taken": Telling(_("%(who)s takes %(thing)s."), Topic.BITES, mine=OWN),
    "task.finished": Telling(_("%(who)s has eaten %(thing)s."), Topic.BITES, mine=OWN, icon="circle-check"),
    "task.to_review": Telling(_("%(who)s asks you to taste %(thing)s."), Topic.BITES, mine=OWN, icon="eye"),
    "task.taster_changed": Telling(
        _("You taste %(thing)s in the place of %(from)s, who is not here."),
        Topic.BITES,
        mine=TO,
        people=FROM,
        icon="eye",
    ),
    "task.reworked": Telling(_("%(who)s asks for rework on %(thing)s%(reason)s."), Topic.BITES, mine=OWN, words=reason),
    "task.returned": Telling(_("%(thing)s is back on the table%(reason)s."), Topic.BITES, mine=OWN, words=reason),
    "task.cancelled": Telling(
        _("%(thing)s is off the menu%(reason)s."), Topic.BITES, mine=("eaters", HOLDER), words=reason
    ),
    "task.blocked": Telling(
        _("%(who)s is stuck on %(thing)s%(reason)s."), Topic.BITES, mine=OWN, words=reason, icon="octagon-alert"
    ),
    "task.reminded": Telling(
        _("Still eating %(thing)s%(more)s? What stays untouched goes back to the table."),
        Topic.BITES,
        mine=EVERYBODY,
        words=more,
        icon="clock",
    ),
    "task.went_back": Telling(
        _("Untouched, and back on the table: %(thing)s%(more)s."),
        Topic.BITES,
        mine=EVERYBODY,
        words=more,
        icon="undo-2",
    ),
    "task.raised": Telling(
        _("Nobody took %(thing)s%(more)s so far. Ask somebody, or cut smaller."),
        Topic.BITES,
        mine=OWN,
        words=more,
        icon="clock",
    ),
    "task.extension_asked": Telling(
        _("%(who)s asks for more time for %(thing)s%(reason)s."),
        Topic.BITES,
        mine=OWN,
        words=reason,
        actions=to_grant,
        icon="clock",
    ),
    "task.extension_granted": Telling(
        _("%(who)s gives you more time for %(thing)s."), Topic.BITES, mine=TO, icon="clock"
    ),
    "task.extension_refused": Telling(
        _("%(who)s cannot give you more time for %(thing)s%(reason)s."), Topic.BITES, mine=TO, words=reason
    ),
    "task.discussed": Telling(_("%(who)s wrote about %(thing)s."), Topic.BITES, mine=OWN, icon="message-circle"),
    "task.unblocked": Telling(_("%(thing)s goes on."), Topic.BITES, mine=OWN),
    "task.split": Telling(_("%(who)s cut %(thing)s into smaller bites."), Topic.BITES, mine=OWN),
    "task.asked": Telling(
        _("%(who)s asks whether you would take %(thing)s%(note)s"),
        Topic.BITES,
        mine=TO,
        words=partial(said, name="note"),
        actions=to_take,
    ),
}
for name, telling in (*HANDS.items(), *LIFE.items(), *BITES.items()):
    register(name, telling)
