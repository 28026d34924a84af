"""The templates that a community keeps: read by who reads it, kept by who may help, changed by who kept them."""

from typing import Any

from ninja import Query

from api import finding
from api.auth import person_of
from api.routing import Routes
from api.schemas.common import Listing, Request, listing, sent
from api.schemas.splitting import TemplateDraft, TemplateIn, TemplateOut, TemplatePatch, TemplatesQuery
from esn.lib.pages import keyset
from issues.actions import splitting as acting

routes = Routes("splitting")


@routes.get("/communities/{slug}/templates", Listing[TemplateOut])
def templates(request: Request, slug: str, query: Query[TemplatesQuery]) -> dict[str, Any]:
    """A community's own templates."""
    rows = finding.readable(request, slug).split_templates.filter(archived_at__isnull=not query.archived)
    loaded = rows.select_related("community", "created_by")
    page = keyset(loaded, fields=("id",), cursor=query.cursor, limit=query.limit, descending=False)
    return listing(page, TemplateOut.of)


@routes.post("/communities/{slug}/templates", TemplateOut, status=201)
def keep(request: Request, slug: str, body: TemplateIn) -> TemplateOut:
    """Keep one."""
    found = finding.readable(request, slug)
    return TemplateOut.of(acting.keep_template(found, by=person_of(request), **body.model_dump()))


@routes.get("/templates/{template_id}", TemplateOut)
def template(request: Request, template_id: int) -> TemplateOut:
    """One template."""
    return TemplateOut.of(finding.template(request, template_id))


@routes.patch("/templates/{template_id}", TemplateOut)
def change(request: Request, template_id: int, body: TemplatePatch) -> TemplateOut:
    """Change it; who kept it and the community's moderators may."""
    found = finding.template(request, template_id)
    said = {"name": found.name, "about": found.about, "lines": found.lines} | sent(body)
    acting.change_template(found, by=person_of(request), **said)
    return template(request, template_id)


@routes.post("/templates/{template_id}/archive", TemplateOut)
def archive(request: Request, template_id: int) -> TemplateOut:
    """Offer it no longer."""
    acting.archive_template(finding.template(request, template_id), by=person_of(request))
    return template(request, template_id)


@routes.post("/templates/{template_id}/restore", TemplateOut)
def restore(request: Request, template_id: int) -> TemplateOut:
    """Offer it again."""
    acting.bring_template_back(finding.template(request, template_id), by=person_of(request))
    return template(request, template_id)


@routes.get("/issues/{issue_id}/template", TemplateDraft)
def from_issue(request: Request, issue_id: int) -> TemplateDraft:
    """The bites of a potato as a template would keep them, each with the size that it really took."""
    return TemplateDraft(**acting.as_template(finding.issue(request, issue_id)))
