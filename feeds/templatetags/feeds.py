"""Template tags of feeds: what a post says of itself, and its reactions."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from feeds.models import Comment, Community, Post, PostKind
from feeds.reacting import Shown, choices, given
from feeds.unread import postable

register = template.Library()


@register.filter
def rendered(html: str) -> SafeString:
    """HTML that `esn.lib.text.render` made when it was stored."""
    return SafeString(html)


@register.filter
def reactions(thing: Post | Comment) -> list[Shown]:
    """The reactions that a post or comment was given."""
    return given(thing.reaction_counts)


@register.filter
def all_reactions(_thing: Post | Comment) -> list[Shown]:
    """The reactions to choose from."""
    return choices()


@register.filter
def places(communities: Iterable[Community], place: Community | None = None) -> list[tuple[str, str]]:
    """Where the composer may post: `place` alone on its own page, else my communities, the company's own first."""
    if place:
        return [(place.slug, place.name)]
    known = sorted(postable(list(communities or ())), key=lambda community: not community.is_company)
    return [(community.slug, community.name) for community in known]


@register.simple_tag
def says(post: Post) -> SafeString:
    """What the author does, and where: `asks in Data & reports`."""
    place = format_html(
        '<a class="muted-link" href="{}"><b>{}</b></a>', post.community.get_absolute_url(), post.community.name
    )
    if post.kind == PostKind.PRAISE and post.praised is not None:
        return format_html(
            _("praises {person} in {place}"),
            person=format_html('<a href="{}"><b>{}</b></a>', post.praised.get_absolute_url(), post.praised.name),
            place=place,
        )
    return format_html(_sentence(post.kind), place=place)


def _sentence(kind: str) -> str:
    if kind == PostKind.QUESTION:
        return _("asks in {place}")
    if kind == PostKind.ANNOUNCEMENT:
        return _("announces to {place}")
    return _("in {place}")
