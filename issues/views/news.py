"""What the customer is told, and the links by which he reads it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from esn.lib.http import is_fragment
from issues.actions import customers
from issues.forms.customers import LinkForm, NewsForm
from issues.models import CustomerLink, Issue
from issues.views.answers import ask, asked, done, sent, visible
from people.http import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell the customer."""
    issue = visible(request, pk)
    form = NewsForm(sent(request), by=request.user, issue=issue)
    status = asked(request, form, lambda: customers.publish_news(issue, by=request.user, **form.said()))
    if status:
        back = issue.get_absolute_url()
        lead = _("Everybody who holds a link reads it. Nothing else of this page reaches the customer.")
        return ask(request, form, title=_("Publish news"), send=_("Publish"), back=back, status=status, lead=lead)
    return done(request, pk, say=_("The customer is told."))


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: MemberRequest, pk: int) -> HttpResponse:
    """Hand out a link; its address is shown this once."""
    issue = visible(request, pk)
    form = LinkForm(sent(request), by=request.user, issue=issue)
    issued: list[tuple[CustomerLink, str]] = []
    status = asked(request, form, lambda: issued.append(customers.issue_link(issue, by=request.user, **form.said())))
    if status:
        back = issue.get_absolute_url()
        return ask(request, form, title=_("Hand out a link"), send=_("Hand it out"), back=back, status=status)
    link, url = issued[0]
    template = "issues/_link.html" if is_fragment(request) else "issues/link.html"
    response = render(request, template, {"issue": issue, "link": link, "url": url})
    response["HX-Retarget"], response["HX-Reswap"] = "#ask", "innerHTML"
    return response


@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a link for good."""
    seen = CustomerLink.objects.filter(issue__in=Issue.objects.visible_to(request.user))
    link = get_object_or_404(seen.select_related("issue"), pk=pk)
    customers.revoke_link(link, by=request.user)
    return done(request, link.issue_id, say=_("The link is closed."))
