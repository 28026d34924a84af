"""A post: writing it, its page with the thread, and everything done to it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn.lib.http import is_fragment
from esn.lib.text import whole_number
from esn.live import streams
from esn.ui import Action
from feeds import menus, policies, seeing
from feeds.actions import posts
from feeds.actions.company import ensure_company
from feeds.drawing import draw, marks_of
from feeds.forms import KINDS, BodyForm, PostForm
from feeds.models import Comment, Community, Post
from feeds.threads import thread
from feeds.views import changing
from feeds.views.answers import done, whence
from feeds.views.communities import readable
from feeds.views.sending import taken
from people.http import MemberRequest


@require_POST
def publish(request: MemberRequest) -> HttpResponse:
    """Say something in a community; without one, in the company's own."""
    form = PostForm(request.POST, request.FILES)
    slug = str(request.POST.get("community", "")).replace("\0", "")
    place = readable(request, slug) if slug else ensure_company()
    if post := taken(request, form, Post.objects.all(), lambda: _published(request, form, place)):
        (drawn,) = draw([Post.objects.with_authors().get(pk=post.pk)], request.user, request)
        return done(request, drawn.html, then=whence(request, post.get_absolute_url(), anchor=post.dom_id))
    return _composer_again(request, form, place)


def _published(request: MemberRequest, form: PostForm, place: Community) -> Post:
    said = form.cleaned_data
    return posts.publish(by=request.user, community=place, body=said["body"], kind=said["kind"], files=form.held)


def _composer_again(request: MemberRequest, form: PostForm, place: Community) -> HttpResponse:
    """The composer with what was typed and what is wrong with it."""
    context = {"form": form, "kinds": KINDS, "kind": form.data.get("kind", ""), "audience": place.slug, "place": place}
    template = "feeds/_composer.html" if is_fragment(request) else "feeds/compose.html"
    response = render(request, template, context, status=422)
    response["HX-Retarget"], response["HX-Reswap"] = "#composer", "outerHTML"
    return response


@require_GET
def show(request: MemberRequest, pk: int) -> HttpResponse:
    """A post with its thread."""
    post = visible(request, pk)
    region = streams.region(request.user.pk, post.stream)
    cursor = request.GET.get("cursor") or None
    talk = thread(post, request.user, cursor=cursor)
    if cursor and is_fragment(request):
        return render(request, "feeds/_thread_page.html", {"post": post, "thread": talk})
    seeing.tell(request.user, post)
    (drawn,) = draw([post], request.user, request)
    context = {"post": post, "item": drawn, "thread": talk, "region": region, "form": BodyForm()}
    return render(request, "feeds/post.html", {**context, "reply_to": _asked_comment(request, post)})


def _asked_comment(request: MemberRequest, post: Post) -> Comment | None:
    """The comment that `?reply=` names: where scripts are off, the way to answer it."""
    asked = whole_number(request.GET.get("reply", "")) or 0
    return post.comments.filter(pk=asked, deleted_at=None).select_related("author").first()


def visible(request: MemberRequest, pk: int) -> Post:
    """The post, if the reader may see it. Raises Http404."""
    return get_object_or_404(Post.objects.visible_to(request.user).with_authors(), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Other words for a post."""
    post = visible(request, pk)
    policies.check(policies.may_edit(request.user, post), _("Only its author edits a post."))
    return changing.edit(request, post, posts.edit)


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a post down, with a way back."""
    post = posts.delete(visible(request, pk), by=request.user)
    undo = reverse("feeds:post_restore", args=[post.pk])
    return done(request, "", say=_("The post is deleted."), undo=undo, then=post.community.get_absolute_url())


@require_POST
def restore(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring back what one deleted oneself."""
    post = get_object_or_404(Post.objects.filter(deleted_by=request.user), pk=pk)
    posts.restore(post, by=request.user)
    return done(request, "", say=_("The post is back."), then=post.get_absolute_url())


@require_GET
def menu(request: MemberRequest, pk: int) -> HttpResponse:
    """What this reader may do with a post."""
    post = visible(request, pk)
    own = (
        []
        if post.card_kind
        else changing.entries(request.user, post, edit_view="feeds:post_edit", delete_view="feeds:post_delete")
    )
    link = Action(_("Open the post"), post.get_absolute_url(), "message-circle", method="get")
    return render(request, "feeds/_menu.html", {"menu": [link, *own, *menus.offered(post, request.user)]})


@require_GET
def history(request: MemberRequest, pk: int) -> HttpResponse:
    """What a post said before it was edited."""
    post = visible(request, pk)
    return changing.history(request, post, post.edits.filter(comment=None))


@require_GET
def reactions(request: MemberRequest, pk: int) -> HttpResponse:
    """The reactions to choose from."""
    return changing.reactions(request, visible(request, pk), "feeds:react")


@require_POST
def react(request: MemberRequest, pk: int) -> HttpResponse:
    """Give a reaction, or take the same one back."""
    post = visible(request, pk)
    emoji, given = changing.chosen(request, post.reactions.filter(comment=None))
    (posts.unreact if given else posts.react)(post, by=request.user, emoji=emoji)
    return _counts(request, post)


@require_POST
def bookmark(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep a post, or no longer."""
    post = visible(request, pk)
    kept = post.bookmarks.filter(person=request.user).exists()
    (posts.unbookmark if kept else posts.bookmark)(post, by=request.user)
    return _counts(request, post)


def _counts(request: MemberRequest, post: Post) -> HttpResponse:
    post.refresh_from_db(fields=["reaction_counts", "comment_count"])
    marks = marks_of([post], request.user).get(post.pk, "none")
    html = render(request, "feeds/_counts.html", {"post": post, "marks": marks}).content.decode()
    return done(request, html, then=whence(request, post.get_absolute_url(), anchor=post.dom_id))
