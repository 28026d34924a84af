"""Comments: writing them, and everything done to them."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn.lib.http import is_fragment
from esn.ui import Action
from feeds import menus, policies
from feeds.actions import posts
from feeds.drawing import marks_in_thread
from feeds.forms import BodyForm
from feeds.models import Comment, Post, PostKind
from feeds.threads import drawn_comment
from feeds.views import changing
from feeds.views.answers import done, whence
from feeds.views.posts import visible
from feeds.views.sending import taken
from people.http import MemberRequest
from people.models import Person

SAID = Comment.objects.select_related("post__community", "author", "reply_to__author")


@require_POST
def add(request: MemberRequest, pk: int) -> HttpResponse:
    """Say something to a post."""
    return _take_in(request, visible(request, pk), None)


def _take_in(request: MemberRequest, post: Post, reply_to: Comment | None) -> HttpResponse:
    form = BodyForm(request.POST, request.FILES)
    if comment := taken(request, form, SAID, lambda: _said(request, form, post, reply_to)):
        response = done(request, drawn_comment(comment, request.user), then=comment.get_absolute_url())
        if comment.reply_to is not None:
            response["HX-Retarget"], response["HX-Reswap"] = f"#{comment.reply_to.dom_id}", "outerHTML"
            response.write('<div id="reply" hx-swap-oob="true"></div>')
        return response
    template = "feeds/_comment_composer.html" if is_fragment(request) else "feeds/comment.html"
    response = render(request, template, {"form": form, "post": post, "reply_to": reply_to}, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#reply" if reply_to else "#comment-composer", "innerHTML"
    return response


def _said(request: MemberRequest, form: BodyForm, post: Post, reply_to: Comment | None) -> Comment:
    body = form.cleaned_data["body"]
    return posts.comment(post, by=request.user, body=body, reply_to=reply_to, files=form.held)


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: MemberRequest, pk: int) -> HttpResponse:
    """The composer of a reply, and what it sends."""
    comment = _visible(request, pk)
    if request.method == "POST":
        return _take_in(request, comment.post, comment)
    context = {"form": BodyForm(), "post": comment.post, "reply_to": comment}
    return render(request, "feeds/_comment_composer.html", context)


def _visible(request: MemberRequest, pk: int) -> Comment:
    seen = Comment.objects.visible_to(request.user).select_related("post__community", "post__author", "author")
    return get_object_or_404(seen, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Other words for a comment."""
    comment = _visible(request, pk)
    policies.check(policies.may_edit(request.user, comment), _("Only its author edits a comment."))
    return changing.edit(request, comment, posts.edit_comment)


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a comment down, with a way back."""
    comment = posts.delete_comment(_visible(request, pk), by=request.user)
    undo = reverse("feeds:comment_restore", args=[comment.pk])
    answered = comment.reply_to_id is None and comment.replies.filter(deleted_at=None).exists()
    left = drawn_comment(comment, request.user) if answered else ""
    then = comment.post.get_absolute_url()
    return done(request, left, say=_("The comment is deleted."), undo=undo, then=then)


@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring back what one deleted oneself."""
    comment = get_object_or_404(Comment.objects.filter(deleted_by=request.user).select_related("post"), pk=pk)
    posts.restore_comment(comment, by=request.user)
    return done(request, "", say=_("The comment is back."), then=comment.get_absolute_url())


@require_GET
def menu(request: MemberRequest, pk: int) -> HttpResponse:
    """What this reader may do with a comment."""
    comment = _visible(request, pk)
    own = changing.entries(request.user, comment, edit_view="feeds:comment_edit", delete_view="feeds:comment_delete")
    entries = [*_judgement(request.user, comment), *own, *menus.offered(comment, request.user)]
    return render(request, "feeds/_menu.html", {"menu": entries})


def _judgement(person: Person, comment: Comment) -> list[Action]:
    asked = comment.post.kind == PostKind.QUESTION and comment.post.author_id == person.pk
    if not asked and not (
        comment.post.kind == PostKind.QUESTION and policies.may_moderate(person, comment.post.community)
    ):
        return []
    label = _("Not the best answer") if comment.is_best else _("Best answer")
    return [Action(label, reverse("feeds:comment_best", args=[comment.pk]), "check")]


@require_GET
def history(request: MemberRequest, pk: int) -> HttpResponse:
    """What a comment said before it was edited."""
    comment = _visible(request, pk)
    return changing.history(request, comment, comment.edits.all())


@require_POST
def best(request: MemberRequest, pk: int) -> HttpResponse:
    """Call it the best answer, or no longer."""
    comment = _visible(request, pk)
    (posts.unmark_best if comment.is_best else posts.mark_best)(comment, by=request.user)
    return redirect(comment)


@require_GET
def reactions(request: MemberRequest, pk: int) -> HttpResponse:
    """The reactions to choose from."""
    return changing.reactions(request, _visible(request, pk), "feeds:react_comment")


@require_POST
def react(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a reaction, or take the same one back."""
    comment = _visible(request, pk)
    emoji, given = changing.chosen(request, comment.reactions.all())
    (posts.unreact if given else posts.react)(comment.post, by=request.user, emoji=emoji, comment=comment)
    comment.refresh_from_db(fields=["reaction_counts"])
    marks = marks_in_thread(comment.post, request.user).get(comment.pk, "none")
    html = render(request, "feeds/_comment_counts.html", {"comment": comment, "own_marks": marks}).content.decode()
    return done(request, html, then=whence(request, comment.get_absolute_url(), anchor=comment.dom_id))
