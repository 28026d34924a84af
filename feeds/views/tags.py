"""Tags: suggesting them while one types, and following them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from feeds.actions import posts
from feeds.models import Post, PostTag, TagFollow
from people.http import MemberRequest

AT_ONCE = 8


@require_GET
def suggest(request: MemberRequest) -> HttpResponse:
    """Tags that begin so, of posts the reader may see, the most used first."""
    start = _asked(request.GET.get("q"))[:60]
    seen = PostTag.objects.filter(tag__startswith=start, post__in=Post.objects.visible_to(request.user))
    tags = seen.values_list("tag").annotate(uses=Count("pk")).order_by("-uses", "tag")[:AT_ONCE] if start else []
    return render(request, "feeds/_tags.html", {"tags": [tag for tag, _uses in tags]})


def _asked(tag: str | None) -> str:
    """A tag as somebody typed it, as it would be stored."""
    return (tag or "").replace("\0", "").lstrip("#").lower()


@require_POST
def follow(request: MemberRequest) -> HttpResponse:
    """Follow a tag, or no longer."""
    tag = _asked(request.POST.get("tag"))
    followed = TagFollow.objects.filter(person=request.user, tag=tag).exists()
    (posts.unfollow_tag if followed else posts.follow_tag)(tag, by=request.user)
    return redirect(f"{reverse('feeds:home')}?{urlencode({'tag': tag})}")
