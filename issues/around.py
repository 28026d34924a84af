"""What potatoes add to the frame around every page: counts in the rail, what burns, who is on watch."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from esn import frame
from esn.activity.clock import now
from esn.ui import Action, SideItem
from feeds import menus
from feeds.models import Comment, Community, Post, PostKind
from issues.lifecycle import Status
from issues.models import Issue
from issues.reading import table
from issues.watching import on_watch
from people.models import Person

HOTTEST = 3
MOST_WATCHES = 3


def counts(request: HttpRequest) -> dict[str, int]:
    """Open potatoes, and bites on the table, that the reader may see."""
    person = _reader(request)
    if person is None:
        return {}
    seen = Issue.objects.visible_to(person).open()
    return {"potatoes": seen.count(), "table": table.open_bites(person).count()}


def burns(request: HttpRequest) -> list[SideItem]:
    """The hottest that the reader may see."""
    person = _reader(request)
    seen = Issue.objects.visible_to(person).open() if person else Issue.objects.none()
    return [
        SideItem(issue.title, issue.get_absolute_url(), _beside(issue), issue.heat, issue.pk)
        for issue in seen.select_related("owner", "customer").hottest()[:HOTTEST]
    ]


def fits(request: HttpRequest) -> list[SideItem]:
    """Bites that fit the reader."""
    person = _reader(request)
    offers = table.fitting(person, limit=HOTTEST) if person else []
    return [
        SideItem(offer.task.title, offer.task.get_absolute_url(), offer.why, size=offer.task.size) for offer in offers
    ]


def _beside(issue: Issue) -> str:
    fresh = issue.status == Status.FLAGGED
    holds = _("nobody caught it yet") if fresh else _("%(name)s holds it") % {"name": issue.owner.first_name}
    return f"{issue.customer.name} · {holds}" if issue.customer else holds


def watch(request: HttpRequest) -> list[SideItem]:
    """Who is on watch now in the reader's communities, by rota, exception and who is here."""
    person = _reader(request)
    if person is None:
        return []
    watched = Q(watch__isnull=False) | Q(rota__isnull=False)
    places = Community.objects.of(person).filter(watched).order_by("name", "pk")[:MOST_WATCHES]
    on = {place: on_watch(place, now()).pk for place in places}
    people = Person.objects.defer("password").in_bulk(on.values())  # these rows are kept in the cache
    return [
        SideItem(people[pk].name, reverse("issues:watch", args=[place.slug]), place.name, person=people[pk])
        for place, pk in on.items()
    ]


def potato_of(thing: Post | Comment, _person: Person) -> list[Action]:
    """Any post or comment can become a potato."""
    if isinstance(thing, Post) and thing.kind == PostKind.CARD:
        return []
    name = "post" if isinstance(thing, Post) else "comment"
    return [Action(_("Make it a potato"), f"{reverse('issues:new')}?{name}={thing.pk}", "flame", method="get")]


def _reader(request: HttpRequest) -> Person | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, Person) else None


def plug_in() -> None:
    """Called once, when Django is ready."""
    frame.register("counts", counts, kept=True)
    frame.register("burns", burns, kept=True)
    frame.register("fits", fits, kept=True)
    frame.register("watch", watch, kept=True)
    menus.offer(potato_of)
