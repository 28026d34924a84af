"""The addresses of communities, posts and files."""

from __future__ import annotations

from django.urls import path

from feeds.views import comments, communities, files, home, members, posts, tags

app_name = "feeds"

urlpatterns = [
    path("", home.home, name="home"),
    path("bookmarks/", home.bookmarks, name="bookmarks"),
    path("tags/suggest", tags.suggest, name="suggest_tags"),
    path("tags/follow/", tags.follow, name="follow_tag"),
    path("files/", files.upload, name="upload"),
    path("files/<slug:key>", files.download, name="file"),
    path("posts/", posts.publish, name="publish"),
    path("posts/<int:pk>/", posts.show, name="post"),
    path("posts/<int:pk>/edit/", posts.edit, name="post_edit"),
    path("posts/<int:pk>/delete/", posts.delete, name="post_delete"),
    path("posts/<int:pk>/restore/", posts.restore, name="post_restore"),
    path("posts/<int:pk>/menu/", posts.menu, name="post_menu"),
    path("posts/<int:pk>/history/", posts.history, name="post_history"),
    path("posts/<int:pk>/react/", posts.react, name="react"),
    path("posts/<int:pk>/reactions/", posts.reactions, name="reactions"),
    path("posts/<int:pk>/bookmark/", posts.bookmark, name="bookmark"),
    path("posts/<int:pk>/comments/", comments.add, name="comment"),
    path("comments/<int:pk>/reply/", comments.reply, name="reply"),
    path("comments/<int:pk>/edit/", comments.edit, name="comment_edit"),
    path("comments/<int:pk>/delete/", comments.delete, name="comment_delete"),
    path("comments/<int:pk>/restore/", comments.restore, name="comment_restore"),
    path("comments/<int:pk>/menu/", comments.menu, name="comment_menu"),
    path("comments/<int:pk>/history/", comments.history, name="comment_history"),
    path("comments/<int:pk>/react/", comments.react, name="react_comment"),
    path("comments/<int:pk>/reactions/", comments.reactions, name="comment_reactions"),
    path("comments/<int:pk>/best/", comments.best, name="comment_best"),
    path("c/", communities.index, name="communities"),
    path("c/new/", communities.create, name="community_new"),
    path("c/<slug:slug>/", communities.show, name="community"),
    path("c/<slug:slug>/settings/", communities.settings, name="settings"),
    path("c/<slug:slug>/members/", members.index, name="members"),
    path("c/<slug:slug>/members/<str:handle>/role/", members.set_role, name="member_role"),
    path("c/<slug:slug>/members/<str:handle>/remove/", members.remove, name="member_remove"),
    path("c/<slug:slug>/join/", members.join, name="join"),
    path("c/<slug:slug>/leave/", members.leave, name="leave"),
    path("c/<slug:slug>/invite/", members.invite, name="invite"),
    path("invitations/<int:pk>/accept/", members.accept, name="accept"),
    path("invitations/<int:pk>/decline/", members.decline, name="decline"),
]
