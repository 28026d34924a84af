"""My communities and whether something was said there since I looked; one statement."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef
from django.http import HttpRequest

from feeds.models import Community, MembershipRole, Post
from people.models import Person


def my_communities(person: Person) -> list[Community]:
    """The person's communities by name, each with `unread`, `role` and whether it is only for announcements."""
    since = OuterRef("memberships__read_at")
    news = Post.objects.filter(community=OuterRef("pk"), deleted_at=None, created__gt=since).exclude(author=person)
    mine = Community.objects.of(person).annotate(role=F("memberships__role"), unread=Exists(news))
    return list(mine.order_by("name", "pk"))


def provide(request: HttpRequest) -> list[Community]:
    """For the rail of every page."""
    user = request.user
    return my_communities(user) if isinstance(user, Person) else []


def postable(communities: list[Community]) -> list[Community]:
    """Where the person may say something."""
    return [
        one
        for one in communities
        if not one.is_announcement_only or getattr(one, "role", "") == MembershipRole.MODERATOR
    ]
