"""What can happen in communities and to posts, and who hears of it."""

from __future__ import annotations

from esn.activity.events import Event, Facts
from feeds import frames
from feeds.models import Comment, Community, Post


def _place(community: Community, _facts: Facts) -> list[str]:
    return [community.stream]


def _person(_thing: object, facts: Facts) -> list[int]:
    return [facts["person"].pk]


def _where(post: Post, _facts: Facts) -> list[str]:
    return frames.streams(post)


def _audience(_thing: object, facts: Facts) -> list[int]:
    return list(facts.get("audience", ()))


def _thread(comment: Comment, _facts: Facts) -> list[str]:
    return [comment.post.stream]


created = Event[Community](name="community.created", kind="community", topics=_place)
updated = Event[Community](name="community.updated", kind="community", topics=_place, frames=frames.community_changed)
joined = Event[Community](
    name="community.joined", kind="community", topics=_place, audience=_person, frames=frames.member_came
)
left = Event[Community](
    name="community.left", kind="community", topics=_place, audience=_person, frames=frames.member_went
)
role_changed = Event[Community](
    name="community.role_changed", kind="community", topics=_place, audience=_person, frames=frames.rights_changed
)
asked = Event[Community](name="community.asked", kind="community", topics=_place, audience=_audience)
invited = Event[Community](name="community.invited", kind="community", audience=_person)
declined = Event[Community](name="community.declined", kind="community", audience=_audience)
opened_up = Event[Community](name="community.opened", kind="community", topics=_place)
closed = Event[Community](
    name="community.closed", kind="community", topics=_place, frames=frames.everybody_proves_himself
)

posted = Event[Post](name="post.posted", kind="post", topics=_where, audience=_audience, frames=frames.post_added)
edited = Event[Post](name="post.edited", kind="post", topics=_where, audience=_audience, frames=frames.post_changed)
deleted = Event[Post](name="post.deleted", kind="post", topics=_where, frames=frames.post_gone)
restored = Event[Post](name="post.restored", kind="post", topics=_where, frames=frames.post_added)
moved = Event[Post](name="post.moved", kind="post", topics=_where, frames=frames.post_moved)
reacted = Event[Post](name="post.reacted", kind="post", topics=_where, audience=_audience, frames=frames.post_counts)
unreacted = Event[Post](name="post.unreacted", kind="post", topics=_where, frames=frames.post_counts)

commented = Event[Comment](
    name="comment.added", kind="comment", topics=_thread, audience=_audience, frames=frames.comment_added
)
comment_edited = Event[Comment](
    name="comment.edited", kind="comment", topics=_thread, audience=_audience, frames=frames.comment_changed
)
comment_deleted = Event[Comment](name="comment.deleted", kind="comment", topics=_thread, frames=frames.comment_gone)
comment_restored = Event[Comment](name="comment.restored", kind="comment", topics=_thread, frames=frames.comment_added)
comment_reacted = Event[Comment](
    name="comment.reacted", kind="comment", topics=_thread, audience=_audience, frames=frames.comment_counts
)
comment_unreacted = Event[Comment](
    name="comment.unreacted", kind="comment", topics=_thread, frames=frames.comment_counts
)
best_marked = Event[Comment](
    name="comment.best", kind="comment", topics=_thread, audience=_audience, frames=frames.best_changed
)
best_unmarked = Event[Comment](name="comment.not_best", kind="comment", topics=_thread, frames=frames.best_changed)
