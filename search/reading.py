"""Finding things by a few words, as far as the reader may see them: a handful of each kind, the newest posts first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.lib.text import plain
from feeds.models import Community, Post
from issues.models import Customer
from issues.reading import lists
from people import directory
from people.models import Person

MOST = 8
MOST_WORDS = 120
EXCERPT = 160


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    url: str
    note: str
    heat: int | None = None
    person: Person | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind; `more` leads to all of it where there is such a page."""

    title: str
    hits: list[Hit]
    more: str = ""


def cleaned(raw: str) -> str:
    """The words as they are looked for."""
    return " ".join(raw.replace("\0", " ").split())[:MOST_WORDS]


def search(words: str, person: Person) -> list[Group]:
    """The kinds in which something was found, at most eight of each, in one query a kind."""
    if not words:
        return []
    filters = lists.Filters(status="all", q=words)
    groups = [
        Group(_("Potatoes"), list(_potatoes(filters, person)), filters.url),
        Group(_("People"), list(_people(words, person)), f"{reverse('people:list')}?{urlencode({'q': words})}"),
        Group(_("Communities"), list(_communities(words, person))),
        Group(_("Customers"), list(_customers(words, person))),
        Group(_("Posts"), list(_posts(words, person))),
    ]
    return [group for group in groups if group.hits]


def _potatoes(filters: lists.Filters, person: Person) -> Iterable[Hit]:
    found = lists.narrowed(filters, person).for_cards().hottest()[:MOST]
    for issue in found:
        who = issue.customer.name if issue.customer else issue.community.name
        heat = issue.heat if issue.is_open else None
        yield Hit(issue.title, issue.get_absolute_url(), f"{issue.key} · {who} · {issue.get_status_display()}", heat)


def _people(words: str, person: Person) -> Iterable[Hit]:
    for found in directory.suggest(person, words):
        yield Hit(found.name, found.get_absolute_url(), found.title, person=found)


def _communities(words: str, person: Person) -> Iterable[Hit]:
    named = Q(name__unaccent__icontains=words) | Q(description__unaccent__icontains=words)
    for found in Community.objects.visible_to(person).filter(named)[:MOST]:
        yield Hit(found.name, found.get_absolute_url(), str(found.get_kind_display()))


def _customers(words: str, person: Person) -> Iterable[Hit]:
    for found in Customer.objects.visible_to(person).filter(name__unaccent__icontains=words)[:MOST]:
        yield Hit(found.name, found.get_absolute_url(), str(found.get_tier_display()))


def _posts(words: str, person: Person) -> Iterable[Hit]:
    query = SearchQuery(words, search_type="websearch", config="simple")
    found = Post.objects.visible_to(person).annotate(words=SearchVector("body", config="simple")).filter(words=query)
    for post in found.with_authors().order_by("-created", "-id")[:MOST]:
        said = " ".join(plain(post.body_html).split())
        yield Hit(said[:EXCERPT], post.get_absolute_url(), f"{post.author.name} · {post.community.name}")
