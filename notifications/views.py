"""The inbox and its settings page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn.lib.errors import Refused
from esn.lib.http import is_fragment
from esn.live.streams import region
from esn.toasts import say
from esn.ui import Link
from notifications import actions, inbox, sentences
from notifications.forms import SettingsForm
from notifications.models import Bucket, Notification
from notifications.wishes import hours_of, matrix
from people import tabs
from people.http import MemberRequest


@require_GET
def show(request: MemberRequest) -> HttpResponse:
    """A tab of the inbox, or its next lines."""
    bucket = _bucket(request)
    live = region(request.user.pk, request.user.stream)
    page = inbox.page(request.user, bucket=bucket, cursor=request.GET.get("cursor"))
    if page.lost:
        actions.mark_read(request.user, ids=page.lost)
    facts = {
        "bucket": bucket,
        "tabs": _tabs(request, bucket),
        "days": inbox.by_day(page.items, request.user),
        "next": page.next,
        "url": f"{reverse('notifications:inbox')}?tab={bucket}",
        "region": live,
    }
    return render(request, _template(request), facts)


def _template(request: MemberRequest) -> str:
    """The whole page, what changes of it while one looks, or the lines after the last."""
    if not is_fragment(request):
        return "notifications/inbox.html"
    return "notifications/_days.html" if "cursor" in request.GET else "notifications/_tab.html"


def _bucket(request: MemberRequest) -> str:
    asked = request.GET.get("tab", "")
    return asked if asked in Bucket.values else Bucket.MINE


def _tabs(request: MemberRequest, bucket: str) -> list[Link]:
    counts = inbox.unread_by_bucket(request.user)
    return [
        Link(
            label=str(tab.label),
            url=f"{reverse('notifications:inbox')}?tab={tab}",
            count=counts[tab] or None,
            current="page" if tab == bucket else "",
        )
        for tab in Bucket
    ]


@require_GET
def follow(request: MemberRequest, pk: int) -> HttpResponse:
    """Go to what a notification is about; it is read then. Gone or out of sight answers 404."""
    note = get_object_or_404(Notification.objects.filter(person=request.user), pk=pk)
    actions.mark_read(request.user, ids=[note.pk])
    found = sentences.subjects(note.kind, {note.object_id}, request.user)
    if note.object_id not in found:
        return render(request, "notifications/gone.html", status=404)
    return redirect(found[note.object_id].url)


@require_POST
def read(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark one read, and give its line again."""
    get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    actions.mark_read(request.user, ids=[pk])
    told = sentences.lines(Notification.objects.filter(pk=pk).for_lines(), request.user)
    if not is_fragment(request):
        return redirect("notifications:inbox")
    return render(request, "notifications/_line.html", {"line": told[0]}) if told else HttpResponse("")


@require_POST
def read_all(request: MemberRequest) -> HttpResponse:
    """Mark a tab read."""
    bucket = request.POST.get("tab", "")
    actions.mark_read(request.user, bucket=bucket if bucket in Bucket.values else None)
    return redirect(f"{reverse('notifications:inbox')}?tab={bucket if bucket in Bucket.values else Bucket.MINE}")


@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """What reaches me, and how."""
    hours = hours_of([request.user.pk]).get(request.user.pk)
    form = SettingsForm(request.POST or None, matrix=matrix(request.user), hours=hours)
    if form.is_valid() and _keep(request, form):
        say(request, _("Kept. From now on you hear of just that."))
        return redirect("notifications:settings")
    facts = {"form": form, "tabs": tabs.links("notifications:settings")}
    return render(request, "notifications/settings.html", facts, status=422 if form.errors else 200)


def _keep(request: MemberRequest, form: SettingsForm) -> bool:
    try:
        actions.set_hours(request.user, **form.hours())
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    actions.set_wishes(request.user, wishes=form.wishes())
    return True
