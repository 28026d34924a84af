"""What the form to flag begins with: the words of a post or comment, or what the address says."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from esn.lib.text import plain, whole_number
from feeds.models import Comment, Post
from issues.forms.flagging import MOST_SENTENCE
from issues.models import Customer
from people.models import Person

MOST_TITLE = 2000


def prefill(person: Person, query: QueryDict) -> dict[str, Any]:
    """Initial values; a post or comment that the person may not see gives nothing."""
    said = _thing(person, query)
    community = query.get("community", "")
    customer = Customer.objects.visible_to(person).filter(pk=_id(query, "customer")).first()
    title = query.get("title", "").replace("\0", "")[:MOST_TITLE]
    return {
        **({"title": title} if title else {}),
        **({"community": community} if community else {}),
        **({"customer": customer.name} if customer else {}),
        **said,
    }


def _thing(person: Person, query: QueryDict) -> dict[str, Any]:
    post = Post.objects.visible_to(person).filter(pk=_id(query, "post")).first()
    if post:
        return _words(post.body, post.body_html, post.get_absolute_url(), post.community.slug)
    comments = Comment.objects.visible_to(person).select_related("post__community")
    comment = comments.filter(pk=_id(query, "comment")).first()
    if comment:
        return _words(comment.body, comment.body_html, comment.get_absolute_url(), comment.post.community.slug)
    return {}


def _words(body: str, html: str, url: str, community: str) -> dict[str, Any]:
    title = " ".join(plain(html).split())
    short = title if len(title) <= MOST_SENTENCE else title[: MOST_SENTENCE - 1].rstrip() + "…"
    return {"title": short, "description": f"{body}\n\n{url}", "community": community}


def _id(query: QueryDict, name: str) -> int:
    return whole_number(query.get(name, "")) or 0
