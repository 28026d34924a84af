"""The board and the views of it that people keep, as JSON."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from django.http import QueryDict
from ninja import Schema

from api.schemas.common import Body, PersonRef, Text, built
from api.schemas.issues import IssueOut
from issues.reading import board as reading
from issues.reading.boards import KeptView

Lane = Literal["", "community", "customer", "holder"]


class Narrowing(Schema):
    """What potatoes are narrowed to: people by handle, communities by slug, customers by id."""

    owner: Text = ""
    reporter: Text = ""
    customer: Text = ""
    community: Text = ""
    min_heat: Text = ""
    news: Literal["", "late"] = ""
    q: Text = ""


class BoardQuery(Narrowing):
    """Lanes and filters."""

    lane: Lane = ""


class LimitOut(Schema):
    """How many a community wants in this column at the most, and how many there are; it warns and blocks nobody."""

    community: str
    most: int
    count: int


class ColumnOut(Schema):
    """A column: how many there are, and the hottest of them."""

    status: str
    label: str
    count: int
    effort_left_h: int
    issues: list[IssueOut]
    limits: list[LimitOut] = []

    @classmethod
    def of(cls, cell: reading.Cell) -> ColumnOut:
        """Where it meets a lane."""
        return cls(
            status=cell.column.status,
            label=cell.column.label,
            count=len(cell.cards),
            effort_left_h=cell.column.hours_left,
            issues=[IssueOut.of(card) for card in cell.cards],
        )

    @classmethod
    def together(cls, column: reading.Column, issues: list[IssueOut]) -> ColumnOut:
        """A whole column, hottest first."""
        return cls(
            status=column.status,
            label=column.label,
            count=column.count,
            effort_left_h=column.hours_left,
            issues=sorted(issues, key=lambda issue: (-issue.heat, -issue.id)),
            limits=[LimitOut(community=one.slug, most=one.most, count=one.count) for one in column.limits],
        )


class LaneOut(Schema):
    """A lane of the board."""

    name: str
    columns: list[ColumnOut]


class BoardOut(Schema):
    """The board: its columns, and its lanes if they were asked for."""

    columns: list[ColumnOut]
    lanes: list[LaneOut]


class ViewFilters(Body, BoardQuery):
    """The lanes and filters that a view keeps: those of GET /board."""


class ViewIn(Body):
    """A view of the board; `shared_with` is a community whose members see it too, null for oneself alone."""

    name: Text
    filters: ViewFilters = ViewFilters()
    shared_with: Text | None = None


class ViewPatch(Body):
    """Its new name."""

    name: Text


class ViewOut(Schema):
    """A view that somebody keeps; `filters` are those that are set, `url` opens it."""

    id: int
    name: str
    owner: PersonRef
    shared_with: str | None
    filters: dict[str, str]
    url: str
    may_change: bool
    created: dt.datetime

    @classmethod
    def of(cls, kept: KeptView) -> ViewOut:
        """The view; its owner and community should be loaded."""
        view = kept.view
        return built(
            cls,
            id=view.pk,
            name=view.name,
            owner=PersonRef.of(view.owner),
            shared_with=view.community.slug if view.community else None,
            filters=QueryDict(view.query).dict(),
            url=view.get_absolute_url(),
            may_change=kept.may_change,
            created=view.created,
        )
