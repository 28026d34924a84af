"""The home page: one stream of what I follow, and the composer above it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from esn.lib.http import is_fragment
from esn.lib.pages import Page
from esn.live import streams
from esn.ui import Action, Link
from feeds import timeline
from feeds.drawing import draw
from feeds.forms import KINDS, PostForm
from feeds.models import TagFollow
from feeds.timeline import FeedItem
from people.http import MemberRequest


@require_GET
def home(request: MemberRequest) -> HttpResponse:
    """What I follow, or what carries `?tag=`; newest first, or hot."""
    tag, order, cursor = (request.GET.get(name, "") for name in ("tag", "order", "cursor"))
    region = streams.region(request.user.pk, "home")
    page = _page(request, tag.lstrip("#"), order or "new", cursor or None)
    context = {
        "items": draw([item.post for item in page.items], request.user, request),
        "next": page.next,
        "url": _address(tag=tag, order=order),
        "end": _("That is all there is.") if page.items or cursor else "",
    }
    if cursor and is_fragment(request):
        return render(request, "feeds/_stream.html", context)
    return render(request, "feeds/home.html", {**context, **_around(request, tag, order or "new"), "region": region})


def _page(request: MemberRequest, tag: str, order: str, cursor: str | None) -> Page[FeedItem]:
    if tag:
        return timeline.tagged(tag, request.user, cursor=cursor)
    return timeline.home(request.user, cursor=cursor, order=order)


def _around(request: MemberRequest, tag: str, order: str) -> dict[str, object]:
    followed = bool(tag) and TagFollow.objects.filter(person=request.user, tag=tag.lower()).exists()
    return {
        "tag": tag,
        "follows_tag": followed,
        "order": order,
        "orders": [_order(order, "new", _("Newest")), _order(order, "hot", _("Hot"))],
        "form": PostForm(),
        "place": None,
        "kinds": KINDS,
        "browse": Action(_("Look at the communities"), reverse("feeds:communities"), method="get", kind="primary"),
    }


def _order(current: str, order: str, label: str) -> Link:
    return Link(label, _address(order="" if order == "new" else order), current="true" if order == current else "")


def _address(**query: str) -> str:
    given = urlencode({name: value for name, value in query.items() if value})
    return reverse("feeds:home") + (f"?{given}" if given else "")


@require_GET
def bookmarks(request: MemberRequest) -> HttpResponse:
    """What I keep."""
    cursor = request.GET.get("cursor") or None
    page = timeline.bookmarked(request.user, cursor=cursor)
    context = {
        "items": draw([item.post for item in page.items], request.user, request),
        "next": page.next,
        "url": reverse("feeds:bookmarks"),
        "end": _("That is all you keep.") if page.items or cursor else "",
    }
    template = "feeds/_stream.html" if cursor and is_fragment(request) else "feeds/bookmarks.html"
    return render(request, template, context)
