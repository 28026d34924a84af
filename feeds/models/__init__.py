"""The models of feeds."""

from feeds.models.attachments import Attachment
from feeds.models.communities import Community, CommunityKind, Invitation, Membership, MembershipRole
from feeds.models.posts import Comment, Post, PostEdit, PostKind, PostTag, TagFollow
from feeds.models.reactions import Bookmark, Reaction
from feeds.models.sent import Sent

__all__ = [
    "Attachment",
    "Bookmark",
    "Comment",
    "Community",
    "CommunityKind",
    "Invitation",
    "Membership",
    "MembershipRole",
    "Post",
    "PostEdit",
    "PostKind",
    "PostTag",
    "Reaction",
    "Sent",
    "TagFollow",
]
