"""The views that people keep of the board, and the limits that a community sets for its columns."""

from __future__ import annotations

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from esn import toasts
from feeds.models import MembershipRole
from feeds.views.communities import around, readable
from issues import policies
from issues.actions import boards as actions
from issues.forms.boards import LimitsForm, NameForm, ViewForm
from issues.models import BoardView, ColumnLimit
from issues.reading import boards as reading
from issues.views.answers import asked, sent
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: MemberRequest) -> HttpResponse:
    """Keep the board as it is now under a name; open, rename and delete those that are kept."""
    query = reading.kept(QueryDict(request.POST["query"]) if "query" in request.POST else request.GET)
    form = ViewForm(sent(request), by=request.user)
    status = asked(request, form, lambda: actions.save_view(by=request.user, query=query, **form.said()))
    if not status:
        toasts.say(request, _("Kept. You find it under “Views”."))
        return redirect("issues:board-views")
    facts = {"form": form, "query": query, "views": reading.views(request.user), "most": actions.MOST_VIEWS}
    return render(request, "issues/board_views.html", facts, status=status)


@require_POST
def rename(request: MemberRequest, pk: int) -> HttpResponse:
    """Another name for a view."""
    view = get_object_or_404(BoardView.objects.visible_to(request.user), pk=pk)
    form = NameForm(request.POST, by=request.user)
    status = asked(request, form, lambda: actions.rename_view(view, by=request.user, **form.said()))
    if not status:
        return redirect("issues:board-views")
    facts = {"form": ViewForm(by=request.user), "query": "", "views": reading.views(request.user)}
    facts |= {"most": actions.MOST_VIEWS, "renaming": pk, "rename_form": form}
    return render(request, "issues/board_views.html", facts, status=status)


@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Keep it no longer."""
    view = get_object_or_404(BoardView.objects.visible_to(request.user), pk=pk)
    actions.delete_view(view, by=request.user)
    return redirect("issues:board-views")


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: MemberRequest, slug: str) -> HttpResponse:
    """How many potatoes each column should hold at the most; its moderators say."""
    community = readable(request, slug)
    if not policies.is_moderator(request.user, community):
        raise Http404
    known = dict(ColumnLimit.objects.filter(community=community).values_list("status", "most"))
    form = LimitsForm(sent(request), by=request.user, initial=known)
    status = asked(request, form, lambda: actions.set_column_limits(community, by=request.user, **form.said()))
    if not status:
        toasts.say(request, _("Saved. The board warns from now on."))
        return redirect("issues:limits", slug=slug)
    facts = {**around(request, community, MembershipRole.MODERATOR, "limits"), "form": form}
    return render(request, "issues/limits.html", facts, status=status)
