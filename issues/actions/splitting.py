"""Templates kept by hand: the bites that a kind of potato usually takes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib import text
from esn.lib.errors import Refused
from esn.lib.unique import given_once
from feeds.models import Community
from issues import events, policies
from issues.actions.drafts import parse_list
from issues.actions.tasks import MOST_TITLE
from issues.lifecycle import TaskStatus
from issues.models import Issue, SplitTemplate
from people.models import Person

MOST_BITES = 100
MOST_NAME = 80
MOST_ABOUT = 200
MOST_LINES = 20_000


def as_template(issue: Issue) -> dict[str, str]:
    """What a template of a potato's bites begins with: its name, a line a bite with the size that it really took."""
    bites = issue.tasks.exclude(status=TaskStatus.CANCELLED).order_by("position", "id")[:MOST_BITES]
    lines = "\n".join(f"{task.title} ({task.effort or task.size})" for task in bites)
    return {"name": issue.title[:MOST_NAME], "lines": lines}


@action
def keep_template(community: Community, *, by: Person, name: str, about: str = "", lines: str) -> SplitTemplate:
    """Keep bites, one a line, as a template of a community. Raises Refused for an empty list or a name in use."""
    policies.check(policies.may_help(by, community))
    template = SplitTemplate(community=community, created_by=by, created=now(), **_checked(name, about, lines))
    _save(template)
    record(events.template_kept, community, by=by, template=template.pk, name=template.name)
    return template


@action
def change_template(
    template: SplitTemplate, *, by: Person, version: int | None, name: str, about: str = "", lines: str
) -> SplitTemplate:
    """Change it. Raises Conflict `stale_version` if somebody did meanwhile."""
    template = _locked(template)
    policies.check(policies.may_shape_template(by, template))
    policies.check_version(version, template.version)
    for field, value in _checked(name, about, lines).items():
        setattr(template, field, value)
    template.version += 1
    _save(template)
    record(events.template_changed, template.community, by=by, template=template.pk, name=template.name)
    return template


@action
def archive_template(template: SplitTemplate, *, by: Person) -> SplitTemplate:
    """Offer it no longer. Twice is once."""
    return _put_away(template, by=by, is_away=True)


@action
def bring_template_back(template: SplitTemplate, *, by: Person) -> SplitTemplate:
    """Offer it again. Raises Refused if its name is in use by now."""
    return _put_away(template, by=by, is_away=False)


def _put_away(template: SplitTemplate, *, by: Person, is_away: bool) -> SplitTemplate:
    template = _locked(template)
    policies.check(policies.may_shape_template(by, template))
    if bool(template.archived_at) == is_away:
        return template
    template.archived_at = now() if is_away else None
    template.version += 1
    _save(template)
    happened = events.template_archived if is_away else events.template_back
    record(happened, template.community, by=by, template=template.pk, name=template.name)
    return template


def _locked(template: SplitTemplate) -> SplitTemplate:
    return SplitTemplate.objects.select_for_update(of=("self",)).select_related("community").get(pk=template.pk)


def _checked(name: str, about: str, lines: str) -> dict[str, str]:
    found = {
        "name": text.check_line(name, most=MOST_NAME, name="name"),
        "about": text.check_line(about, most=MOST_ABOUT, name="about"),
        "lines": text.check_text(lines, most=MOST_LINES, name="lines").strip(),
    }
    if not found["name"]:
        raise Refused(_("Give it a name."), field="name")
    drafts = parse_list(found["lines"])
    if not drafts:
        raise Refused(_("Write at least one bite."), field="lines")
    if len(drafts) > MOST_BITES:
        raise Refused(_("A template holds 100 bites at the most."), "too_many_bites", "lines")
    if any(len(draft.title) > MOST_TITLE for draft in drafts):
        raise Refused(_("A line is too long for a bite; 200 characters are possible."), "too_long", "lines")
    return found


def _save(template: SplitTemplate) -> None:
    with given_once(_("Another template here has this name."), field="name"):
        template.save()
