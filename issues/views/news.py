"""What the customer is told, and the links by which he reads it."""

from __future__ import annotations

import re

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from esn.lib.errors import Refusal
from esn.lib.http import is_fragment
from feeds.actions.files import upload
from feeds.actions.sending import once
from feeds.views.sending import envelope
from issues import newswords
from issues.actions import customers
from issues.forms.customers import LinkForm, NewsForm
from issues.models import CustomerLink, CustomerUpdate, Issue
from issues.reading import composing
from issues.views.answers import asked, done, over_page, sent, visible
from people.http import MemberRequest

UNSAID = re.compile(r"[\[\]\\<>`*_]+")
"""What means something in Markdown and nothing in the name of a file."""


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: MemberRequest, pk: int) -> HttpResponse:
    """Tell the customer; before that, begin with a template and look at who gets it and how it looks."""
    issue = visible(request, pk)
    said, refused = _with_file(request)
    form = NewsForm(said, by=request.user, issue=issue)
    if refused:
        form.blame(refused)
        return _compose(request, issue, form, status=refused.status)
    step = request.POST.get("step", "")
    if step == "begin" and said:
        return _compose(request, issue, _begun(said, request, issue))
    if step == "preview":
        return _preview(request, issue, form)

    def act() -> CustomerUpdate:
        return customers.publish_news(issue, by=request.user, **form.said())

    news = CustomerUpdate.objects.all()
    status = asked(request, form, lambda: once(envelope(request), news, act, by=request.user))
    if status:
        return _compose(request, issue, form, status=status)
    return done(request, pk, say=_("The customer is told."))


def _with_file(request: MemberRequest) -> tuple[QueryDict | None, Refusal | None]:
    """What was sent; a file that came along is kept, and stands under the text by its address."""
    file = request.FILES.get("photo")
    if request.method != "POST" or file is None:
        return sent(request), None
    try:
        kept = upload(by=request.user, file=file)
    except Refusal as refusal:
        return request.POST, refusal
    shows = "!" if kept.is_image else ""
    name = " ".join(UNSAID.sub(" ", kept.name).split())
    return _under(request.POST, f"{shows}[{name}]({kept.get_absolute_url()})"), None


def _begun(said: QueryDict, request: MemberRequest, issue: Issue) -> NewsForm:
    """The form with the words of the chosen template under what was typed already."""
    form = NewsForm(_under(said, newswords.begin(issue, said.get("template", ""))), by=request.user, issue=issue)
    form.forgive()
    return form


def _under(said: QueryDict, words: str) -> QueryDict:
    """The same with `words` as a paragraph under the text."""
    changed = said.copy()
    typed = said.get("body", "").rstrip()
    changed["body"] = f"{typed}\n\n{words}" if typed and words else typed or words
    return changed


def _preview(request: MemberRequest, issue: Issue, form: NewsForm) -> HttpResponse:
    if not form.is_valid():
        return _compose(request, issue, form, status=422)
    try:
        shown = composing.preview(issue, by=request.user, **form.said())
    except Refusal as refusal:
        form.blame(refusal)
        return _compose(request, issue, form, status=refusal.status)
    return _compose(request, issue, form, preview=shown)


def _compose(
    request: MemberRequest,
    issue: Issue,
    form: NewsForm,
    *,
    status: int = 200,
    preview: composing.Preview | None = None,
) -> HttpResponse:
    template = "issues/_news_ask.html" if is_fragment(request) else "issues/news.html"
    facts = {"issue": issue, "form": form, "preview": preview, "readers": composing.readers(issue)}
    return over_page(render(request, template, facts, status=status))


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: MemberRequest, pk: int) -> HttpResponse:
    """All links that were handed out, and handing out another; its address is shown this once."""
    issue = visible(request, pk)
    form = LinkForm(sent(request), by=request.user, issue=issue)
    issued: list[tuple[CustomerLink, str]] = []
    status = asked(request, form, lambda: issued.append(customers.issue_link(issue, by=request.user, **form.said())))
    if not status:
        return _shown_once(request, *issued[0])
    template = "issues/_links_ask.html" if is_fragment(request) else "issues/links.html"
    facts = {"issue": issue, "form": form, "links": composing.all_links(issue, request.user)}
    return over_page(render(request, template, facts, status=status))


def _shown_once(request: MemberRequest, link: CustomerLink, url: str) -> HttpResponse:
    template = "issues/_link.html" if is_fragment(request) else "issues/link.html"
    return over_page(render(request, template, {"issue": link.issue, "link": link, "url": url}))


@require_POST
def revoke(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a link for good."""
    link = _visible_link(request, pk)
    customers.revoke_link(link, by=request.user)
    return done(request, link.issue_id, say=_("The link is closed."))


@require_POST
def rotate(request: MemberRequest, pk: int) -> HttpResponse:
    """Close a link and show another in its place, this once."""
    return _shown_once(request, *customers.rotate_link(_visible_link(request, pk), by=request.user))


def _visible_link(request: MemberRequest, pk: int) -> CustomerLink:
    seen = CustomerLink.objects.filter(issue__in=Issue.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("issue", "contact"), pk=pk)
