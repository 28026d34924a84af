"""Marks: how far an earlier run has told the story of an issue, kept in the issue's own history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from esn.activity.models import Activity
from esn.activity.spine import record
from issues.importing.events import imported
from issues.models import Issue


@dataclass(frozen=True)
class Mark:
    """So many rows of the issue's story are told, and this is what they said."""

    issue: int
    rows: int
    digest: str


def marks(source: str, ids: Iterable[str]) -> dict[str, Mark]:
    """The latest mark of each issue of the source that is here already, by its id in the log."""
    keys = dict(Issue.objects.filter(source=source, external_id__in=list(ids)).values_list("pk", "external_id"))
    if not keys:
        return {}
    found = {key: Mark(pk, 0, "") for pk, key in keys.items()}
    rows = Activity.objects.filter(kind=imported.kind, object_id__in=keys, name=imported.name).order_by("id")
    for pk, facts in rows.values_list("object_id", "facts"):
        found[keys[pk]] = Mark(pk, int(facts["rows"]), str(facts["digest"]))
    return found


def leave(issue: Issue, *, source: str, rows: int, digest: str) -> None:
    """Leave a mark, in the action that told the rows."""
    record(imported, issue, by=None, source=source, external_id=issue.external_id, rows=rows, digest=digest)
