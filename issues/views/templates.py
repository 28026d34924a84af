"""The templates that a community keeps: read by who reads it, kept by who may help, changed by who kept them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esn import toasts
from feeds.models import Community
from feeds.views.communities import readable
from issues import policies
from issues.actions import splitting
from issues.actions.drafts import TaskDraft, parse_list
from issues.forms import splitting as forms
from issues.models import SplitTemplate
from issues.views.answers import ask, asked, away, sent, visible
from issues.views.arranging import head
from people.http import MemberRequest

MOST = 200


@dataclass(frozen=True)
class Shown:
    """A template as its community's page shows it."""

    template: SplitTemplate
    may_change: bool

    @property
    def drafts(self) -> list[TaskDraft]:
        """Its bites."""
        return parse_list(self.template.lines)


@require_GET
def listing(request: MemberRequest, slug: str) -> HttpResponse:
    """All of a community's, those put away at the end."""
    community = readable(request, slug)
    mine = policies.is_moderator(request.user, community)
    rows = [
        Shown(one, mine or one.created_by_id == request.user.pk)
        for one in community.split_templates.select_related("created_by").order_by("name", "id")[:MOST]
    ]
    facts = {
        **head(request, community, "templates"),
        "kept": [row for row in rows if not row.template.archived_at],
        "archived": [row for row in rows if row.template.archived_at],
        "may_keep": not policies.may_help(request.user, community),
    }
    return render(request, "issues/templates.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """One written by hand."""
    return _keep(request, readable(request, slug), {})


@require_http_methods(["GET", "HEAD", "POST"])
def from_issue(request: MemberRequest, pk: int) -> HttpResponse:
    """One from the bites of a potato."""
    issue = visible(request, pk)
    return _keep(request, issue.community, splitting.as_template(issue))


def _keep(request: MemberRequest, community: Community, initial: Mapping[str, str]) -> HttpResponse:
    form = forms.TemplateForm(sent(request), by=request.user, initial=dict(initial))
    status = asked(request, form, lambda: splitting.keep_template(community, by=request.user, **form.said()))
    if status:
        lead = _("For the potatoes of %(name)s.") % {"name": community.name}
        return ask(
            request, form, title=_("Keep a template"), send=_("Keep it"), back=_url(community), status=status, lead=lead
        )
    return _kept(request, community)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, pk: int) -> HttpResponse:
    """Another name, other bites."""
    template = _visible(request, pk)
    form = forms.ChangeTemplateForm(sent(request), by=request.user, initial=forms.template_as_it_is(template))
    status = asked(request, form, lambda: splitting.change_template(template, by=request.user, **form.said()))
    if status:
        back = _url(template.community)
        return ask(request, form, title=_("Change the template"), send=_("Save"), back=back, status=status)
    return _kept(request, template.community)


@require_POST
def archive(request: MemberRequest, pk: int) -> HttpResponse:
    """Put it away."""
    template = splitting.archive_template(_visible(request, pk), by=request.user)
    toasts.say(request, _("The template is put away."), undo=reverse("issues:template-back", args=[pk]))
    return away(request, _url(template.community))


@require_POST
def bring_back(request: MemberRequest, pk: int) -> HttpResponse:
    """Offer it again."""
    template = splitting.bring_template_back(_visible(request, pk), by=request.user)
    return away(request, _url(template.community))


def _visible(request: MemberRequest, pk: int) -> SplitTemplate:
    return get_object_or_404(SplitTemplate.objects.visible_to(request.user).select_related("community"), pk=pk)


def _kept(request: MemberRequest, community: Community) -> HttpResponse:
    toasts.say(request, _("The template is kept."))
    return away(request, _url(community))


def _url(community: Community) -> str:
    return reverse("issues:templates", args=[community.slug])
