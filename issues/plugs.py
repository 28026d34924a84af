"""What potatoes plug into the floors below: their card in the feed, their live streams, and never dropping one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from esn import health
from esn.lib.text import whole_number
from esn.live import streams
from feeds import cards as feed_cards
from feeds import tabs as places
from feeds.departures import on_closing, on_departure
from feeds.models import Community
from feeds.models.communities import COMPANY
from issues import around, auditing, cards, hearers
from issues.actions.leaving import hand_over_closed, hand_over_everything, hand_over_in
from issues.actions.watch import leave_watch
from issues.models import Issue
from issues.models.issues import ids_followed_by, ids_with_part_of
from issues.outside import streams_beside, streams_outside
from issues.reading.offers import actions_for
from people import tabs
from people.leaving import on_leave
from people.models import Person


def participants(person: Person) -> RawSQL:
    """The potatoes that the person sees by having a part in them."""
    return ids_with_part_of(person)


def followed(person: Person) -> RawSQL:
    """The potatoes that belong in the person's home: followed, flagged or held by him."""
    return ids_followed_by(person)


def load(ids: Iterable[int]) -> Mapping[int, dict[str, Any]]:
    """The neutral card of each."""
    return {pk: {"card": card, "version": card.version} for pk, card in cards.cards_of(ids).items()}


def mine(loaded: feed_cards.Cards, person: Person) -> Mapping[int, dict[str, Any]]:
    """What the viewer may do with each: laid over what the neutral card offers."""
    shown: dict[int, cards.Card] = {pk: context["card"] for pk, context in loaded.items()}
    offered = actions_for(
        [card.issue for card in shown.values()], person, tosses={pk: card.handoff for pk, card in shown.items()}
    )
    return {pk: {"actions": acts} for pk, acts in offered.items()}


def warmth(ids: Iterable[int]) -> Mapping[int, float]:
    """ln(1 + heat/10) of each, for the hot order of the stream."""
    rows = Issue.objects.filter(pk__in=list(ids)).values_list("pk", "heat")
    return {pk: math.log1p(heat / 10) for pk, heat in rows}


def concerns(issue_id: int) -> Iterable[int]:
    """Who hears what is said of a potato: its holder, and until it is caught its hunters too."""
    issue = Issue.objects.get(pk=issue_id)
    return hearers.until_caught(issue)


def issue_readers(person_id: int, names: list[str]) -> set[str]:
    """Which of these issue ids the person may read."""
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None:
        return set()
    ids = [pk for pk in map(whole_number, names) if pk is not None]
    return {str(pk) for pk in Issue.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True)}


def board_readers(person_id: int, names: list[str]) -> set[str]:
    """Which of these communities' boards the person may read."""
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None:
        return set()
    return set(Community.objects.readable_by(person).filter(slug__in=names).values_list("slug", flat=True))


def ladder_readers(person_id: int, names: list[str]) -> set[str]:
    """Whose calls the person may hear: of communities that he may read or sees a potato of; the company's rule all."""
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None:
        return set()
    seen = Issue.objects.visible_to(person).filter(community=OuterRef("pk"))
    places = Community.objects.filter(slug__in=names)
    heard = places.filter(Q(slug=COMPANY) | Q(pk__in=Community.objects.readable_by(person)) | Exists(seen))
    return set(heard.values_list("slug", flat=True))


def board_streams(person_id: int) -> list[str]:
    """The streams that make the person's board."""
    person = Person.objects.active().filter(pk=person_id).first()
    if person is None:
        return []
    return [f"b:{slug}" for slug in Community.objects.readable_by(person).values_list("slug", flat=True)[:500]]


def potato_streams(person_id: int) -> list[str]:
    """The streams by which the list of potatoes hears of cards."""
    return [f"c:{key.removeprefix('b:')}" for key in board_streams(person_id)]


def plug_in() -> None:
    """Called once, when Django is ready."""
    feed_cards.register(
        feed_cards.CardKind(
            "issue", "issues/_card.html", participants, load, mine, followed, warmth, concerns, streams_beside
        )
    )
    streams.register("i", issue_readers)
    streams.register("b", board_readers)
    streams.register("l", ladder_readers)
    streams.register_set("board", board_streams)
    streams.register_set("potatoes", potato_streams)
    for name in ("home", "board", "potatoes"):
        streams.extend_set(name, streams_outside)
    around.plug_in()
    health.register("ladders", auditing.is_fine)
    on_leave(hand_over_everything)
    on_departure(hand_over_in)
    on_departure(leave_watch)
    on_closing(hand_over_closed)
    tabs.register(_("Suggested"), "issues:suggested", place=25)
    places.register(places.Tab("watch", _("Watch"), "issues:watch"))
    places.register(places.Tab("news-templates", _("News"), "issues:news-templates", for_moderators=True))
    places.register(places.Tab("templates", _("Templates"), "issues:templates"))
    places.register(places.Tab("hours", _("Hours"), "issues:hours"))
    places.register(places.Tab("ladders", _("Ladders"), "issues:ladders"))
    places.register(places.Tab("rules", _("Rules"), "issues:rules"))
    places.register(places.Tab("limits", _("Board limits"), "issues:limits", for_moderators=True))
