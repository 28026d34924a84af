"""The sentences on posts, comments, communities and people; feeds and notifications are strangers to each other."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from feeds.models import Post
from feeds.seeing import on_seen
from notifications.actions import see_all
from notifications.models import Bucket, Topic
from notifications.sentences import EVERYBODY, Telling, register
from people.models import Person

PERSON = ("person",)
MOST_SEEN = 500

TOLD = {
    "post.posted": Telling(_("%(who)s names you in %(thing)s."), Topic.MENTIONS, mine=EVERYBODY),
    "post.edited": Telling(_("%(who)s now names you in %(thing)s."), Topic.MENTIONS, mine=EVERYBODY),
    "post.reacted": Telling(_("%(who)s likes %(thing)s."), Topic.PEOPLE, otherwise=Bucket.REST, icon="thumbs-up"),
    "comment.added": Telling(_("%(who)s answered in %(thing)s."), Topic.MENTIONS, mine=EVERYBODY),
    "comment.edited": Telling(_("%(who)s now names you in %(thing)s."), Topic.MENTIONS, mine=EVERYBODY),
    "comment.reacted": Telling(_("%(who)s likes what you said in %(thing)s."), Topic.PEOPLE, otherwise=Bucket.REST),
    "comment.best": Telling(_("%(who)s calls yours the best answer in %(thing)s."), Topic.MENTIONS, mine=EVERYBODY),
    "community.asked": Telling(_("%(who)s asks to be let into %(thing)s."), Topic.COMMUNITIES, mine=EVERYBODY),
    "community.invited": Telling(_("%(who)s invites you into %(thing)s."), Topic.COMMUNITIES, mine=PERSON),
    "community.declined": Telling(_("%(who)s said no to %(thing)s."), Topic.COMMUNITIES, otherwise=Bucket.REST),
    "community.joined": Telling(_("You are in %(thing)s now."), Topic.COMMUNITIES, otherwise=Bucket.REST, icon="users"),
    "community.role_changed": Telling(_("%(who)s gave you another part in %(thing)s."), Topic.COMMUNITIES, mine=PERSON),
    "person.followed": Telling(_("%(who)s follows you."), Topic.PEOPLE, otherwise=Bucket.REST, icon="users"),
}
for name, telling in TOLD.items():
    register(name, telling)


@on_seen
def read(person: Person, post: Post) -> None:
    """What told of the post, or of what was said below it, counts as read once its page is open."""
    talk = post.comments.order_by("-pk").values_list("pk", flat=True)[:MOST_SEEN]
    see_all(person, things={"post": [post.pk], "comment": list(talk)})
