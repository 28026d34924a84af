"""The list of potatoes: its filters, which live in the address, and one page of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.lib.pages import Page, keyset
from esn.lib.text import whole_number
from esn.ui import Link
from feeds.models import Community
from issues.lateness import is_late
from issues.lifecycle import Status
from issues.models import Customer, Hunter, Issue
from issues.models.issues import IssueQuerySet
from people.models import Person

PAGE = 20
MOST_Q = 120
MOST_PLACES = 8
ORDERS = {"heat": ("heat", "id"), "new": ("flagged_at", "id")}


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to, as the address says it: people by handle, communities by slug."""

    status: str = ""
    owner: str = ""
    reporter: str = ""
    customer: str = ""
    community: str = ""
    min_heat: str = ""
    news: str = ""
    q: str = ""
    order: str = "heat"

    @property
    def url(self) -> str:
        """The list's address with these filters."""
        chosen = {name: value for name, value in vars(self).items() if value and (name, value) != ("order", "heat")}
        return reverse("issues:list") + (f"?{urlencode(chosen)}" if chosen else "")

    def but(self, **changes: str) -> Filters:
        """The same with something changed."""
        return replace(self, **changes)


def read(query: QueryDict) -> Filters:
    """The filters of an address; what is not understood narrows to nothing, never to an error."""
    said = {name: query.get(name, "").replace("\0", "")[:MOST_Q].strip() for name in Filters.__dataclass_fields__}
    return Filters(**{**said, "order": said["order"] if said["order"] in ORDERS else "heat"})


def page(filters: Filters, person: Person, *, cursor: str | None = None, limit: int = PAGE) -> Page[Issue]:
    """One page of the potatoes that the person may see and that fit."""
    found = narrowed(filters, person).for_cards()
    return keyset(found, fields=ORDERS[filters.order], cursor=cursor, limit=limit)


def narrowed(filters: Filters, person: Person) -> IssueQuerySet:
    """The potatoes that the person may see and that fit the filters."""
    found = _by_status(Issue.objects.visible_to(person), filters.status)
    for condition in _conditions(filters):
        found = found.filter(condition)
    return found


def _by_status(issues: IssueQuerySet, status: str) -> IssueQuerySet:
    if status == "all":
        return issues
    known = [part for part in status.split(",") if part in Status.values]
    return issues.filter(status__in=known) if status else issues.open()


def _conditions(filters: Filters) -> list[Q]:
    said: list[tuple[str, Q]] = [
        (filters.owner, Q(owner__handle=filters.owner)),
        (filters.reporter, Q(reporter__handle=filters.reporter)),
        (filters.community, Q(community__slug=filters.community)),
        (filters.customer, _hits(_number(filters.customer))),
        (filters.min_heat, Q(heat__gte=min(_number(filters.min_heat), 101))),
        (filters.news, is_late(now())),
        (filters.q, _words(filters.q)),
    ]
    return [condition for value, condition in said if value]


def _hits(customer_id: int) -> Q:
    return Q(customer_id=customer_id) | Q(pk__in=Hunter.objects.filter(customer_id=customer_id).values("issue_id"))


def _number(raw: str) -> int:
    return whole_number(raw) or 0


def _words(text: str) -> Q:
    condition = Q()
    for word in text.split()[:6]:
        condition &= Q(title__unaccent__icontains=word) | Q(customer__name__unaccent__icontains=word)
    return condition


def by_key(text: str, person: Person) -> Issue | None:
    """The potato of this key, number or foreign id, if the person may see it."""
    said = text.strip().replace("\0", "")
    number = said[3:] if said[:3].upper() == "HP-" else said
    pk = whole_number(number)
    seen = Issue.objects.visible_to(person)
    if pk is not None and (found := seen.filter(pk=pk).first()):
        return found
    return seen.filter(external_id__in=[said, number]).exclude(external_id="").order_by("-id").first() if said else None


def where_it_went(issue: Issue, person: Person) -> Issue:
    """The potato that a merged one became part of, as far as the person may see; any other is itself."""
    while issue.merged_into_id:
        after = Issue.objects.visible_to(person).filter(pk=issue.merged_into_id).first()
        if after is None:
            return issue
        issue = after
    return issue


def chips(filters: Filters, person: Person) -> list[Link]:
    """What one narrows by, each switching itself on and off; what only the address says can be taken off."""
    states = [
        ("flagged", _("Nobody caught it")),
        ("caught,in_progress", _("In hand")),
        ("waiting", _("Waiting")),
        ("resolved,closed", _("Eaten")),
        ("all", _("All")),
    ]
    return [
        *(_chip(filters, label, status=value) for value, label in states),
        _chip(filters, _("I hold"), owner=person.handle),
        _chip(filters, _("I flagged"), reporter=person.handle),
        _chip(filters, _("News late"), news="late"),
        _chip(filters, _("Burning"), min_heat="50"),
        *(_chip(filters, place.name, community=place.slug) for place in places_of(person)),
        *_others(filters, person),
    ]


def places_of(person: Person) -> list[Community]:
    """The communities that are offered as filters."""
    return list(Community.objects.of(person)[:MOST_PLACES])


def _chip(filters: Filters, label: str, **said: str) -> Link:
    on = all(getattr(filters, name) == value for name, value in said.items())
    other = filters.but(**dict.fromkeys(said, "")) if on else filters.but(**said)
    return Link(label, other.url, current="true" if on else "")


def _others(filters: Filters, person: Person) -> list[Link]:
    """The filters that no chip offers."""
    offered = {"owner": {person.handle}, "reporter": {person.handle}, "min_heat": {"50"}, "news": {filters.news}}
    offered["community"] = {place.slug for place in places_of(person)}
    return [_off(filters, label, name) for name, label in others(filters, person, offered=offered)]


def others(filters: Filters, person: Person, *, offered: Mapping[str, set[str]]) -> list[tuple[str, str]]:
    """The filters that the address says and none of the `offered` chips shows: their names, and what to call them."""
    found: list[tuple[str, str]] = []
    for name, call in _CALLED.items():
        value = getattr(filters, name)
        if value and value not in offered.get(name, set()):
            found.append((name, call(value, person)))
    return found


def _customer(value: str, person: Person) -> str:
    customer = Customer.objects.visible_to(person).filter(pk=_number(value)).first()
    return customer.name if customer else "?"


def _place(value: str, person: Person) -> str:
    place = Community.objects.readable_by(person).filter(slug=value).first()
    return place.name if place else value


_CALLED: Mapping[str, Callable[[str, Person], str]] = {
    "customer": _customer,
    "community": _place,
    "owner": lambda value, _person: _("@%(handle)s holds") % {"handle": value},
    "reporter": lambda value, _person: _("@%(handle)s flagged") % {"handle": value},
    "min_heat": lambda value, _person: _("Heat %(heat)s and up") % {"heat": value},
    "q": lambda value, _person: _("“%(words)s”") % {"words": value},
}


def _off(filters: Filters, label: str, name: str) -> Link:
    return Link(label, filters.but(**{name: ""}).url, current="true", icon="x")


def orders(filters: Filters) -> list[Link]:
    """Hottest or newest first."""
    words: dict[str, Any] = {"heat": _("Hottest"), "new": _("Newest")}
    return [
        Link(label, filters.but(order=name).url, current="true" if filters.order == name else "")
        for name, label in words.items()
    ]
