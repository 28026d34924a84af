"""Templates kept by hand, as JSON."""

from __future__ import annotations

import datetime as dt

from ninja import Schema

from api.schemas.common import Body, Paging, PersonRef, Text
from api.schemas.issues import Size
from issues.actions.drafts import parse_list
from issues.models import SplitTemplate


class DraftOut(Schema):
    """A bite of a template."""

    title: str
    size: Size


class TemplateOut(Schema):
    """A template kept by hand: its bites, and the lines from which they are read."""

    id: int
    name: str
    about: str
    community: str
    bites: list[DraftOut]
    lines: str
    by: PersonRef
    archived_at: dt.datetime | None
    version: int

    @classmethod
    def of(cls, one: SplitTemplate) -> TemplateOut:
        """The template; its community and who keeps it should be loaded."""
        bites = [DraftOut.model_validate({"title": one.title, "size": one.size}) for one in parse_list(one.lines)]
        return cls(
            id=one.pk,
            name=one.name,
            about=one.about,
            community=one.community.slug,
            bites=bites,
            lines=one.lines,
            by=PersonRef.of(one.created_by),
            archived_at=one.archived_at,
            version=one.version,
        )


class TemplatesQuery(Paging):
    """Those that are offered, or those put away."""

    archived: bool = False


class TemplateIn(Body):
    """A new template; `lines` has one bite a line, with a size in brackets at its end: `Ask the driver (S)`."""

    name: Text
    about: Text = ""
    lines: Text


class TemplatePatch(Body):
    """What changes; `version` is the one that was read."""

    name: Text | None = None
    about: Text | None = None
    lines: Text | None = None
    version: int


class TemplateDraft(Schema):
    """What a template of a potato's bites would begin with."""

    name: str
    lines: str
