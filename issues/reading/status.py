"""What a customer may know of a potato: copied field by field, so that nothing internal can come along."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from esn import moments
from esn.activity.clock import now
from esn.lib import links
from esn.ui import Stage
from feeds.models import Attachment
from issues.lifecycle import Status
from issues.models import CustomerLink, CustomerUpdate, Issue
from issues.pictures import behind, in_news

MOST_NEWS = 50
LINE = (Status.FLAGGED, Status.CAUGHT, Status.IN_PROGRESS, Status.RESOLVED)
PLACE = {
    Status.FLAGGED: 0,
    Status.CAUGHT: 1,
    Status.IN_PROGRESS: 2,
    Status.WAITING: 2,
    Status.RESOLVED: 3,
    Status.CLOSED: 3,
    Status.DISCARDED: 0,
}


@dataclass(frozen=True)
class NewsItem:
    """One piece of published news, and the first name under it."""

    html: str
    by: str
    at: dt.datetime


@dataclass(frozen=True)
class StatusPage:
    """The whole page: plain values and nothing else."""

    key: str
    customer: str
    stages: list[Stage]
    sentence: str
    next_news_at: dt.datetime | None
    is_late: bool
    total: int
    done: int
    taken: int
    news: list[NewsItem]
    may_judge: bool
    may_confirm: bool
    may_write: bool
    may_rate: bool
    expires_at: dt.datetime


def usable_link(token: str) -> CustomerLink | None:
    """The link that this token opens, with its potato; None for an unknown, expired, revoked or altered one."""
    found = CustomerLink.objects.usable(now()).filter(digest=links.digest(token))
    return found.select_related("contact__customer", "issue__owner", "issue__merged_into__owner").first()


def of(link: CustomerLink, address: str) -> StatusPage:
    """The page that the link at this address shows; a merged potato shows the one it became part of."""
    issue = link.issue.merged_into or link.issue
    published = _published(issue, link)
    is_over = issue.status in (Status.RESOLVED, Status.CLOSED)
    return StatusPage(
        key=issue.key,
        customer=link.contact.customer.name,
        stages=_stages(issue),
        sentence=_sentence(issue),
        next_news_at=issue.next_news_due_at if issue.is_open else None,
        is_late=issue.is_news_late(now()),
        total=issue.task_total,
        done=issue.task_done,
        taken=issue.task_taken,
        news=[NewsItem(behind(item.body_html, address), item.by.first_name, item.at) for item in published],
        may_judge=is_over,
        may_confirm=issue.status == Status.RESOLVED,
        may_write=issue.is_open or is_over,
        may_rate=issue.status == Status.CLOSED and not issue.satisfactions.filter(contact=link.contact_id).exists(),
        expires_at=link.expires_at,
    )


def file_of(link: CustomerLink, key: str) -> Attachment | None:
    """A file that the page of this link shows; None for every other."""
    issue = link.issue.merged_into or link.issue
    return in_news(key, [item.body_html for item in _published(issue, link)])


def _published(issue: Issue, link: CustomerLink) -> QuerySet[CustomerUpdate]:
    return _told(issue, link).select_related("by").order_by("-at", "-id")[:MOST_NEWS]


def _told(issue: Issue, link: CustomerLink) -> QuerySet[CustomerUpdate]:
    """The potato's news, and what was told of those merged into it to this contact's customer and no other."""
    his = Q(issue__customer=link.contact.customer_id)
    merged = Q(issue__merged_into=issue) | Q(issue__merged_into__merged_into=issue)
    return CustomerUpdate.objects.filter(Q(issue=issue) | merged & his)


def _stages(issue: Issue) -> list[Stage]:
    at = PLACE.get(Status(issue.status), 0)
    labels = (
        pgettext("stage for a customer", "Received"),
        pgettext("stage for a customer", "Taken on"),
        pgettext("stage for a customer", "In work"),
        pgettext("stage for a customer", "Solved"),
    )
    times = (issue.flagged_at, issue.caught_at, None, issue.resolved_at)
    return [_stage(label, times[place], place, at) for place, label in enumerate(labels)]


def _stage(label: str, moment: dt.datetime | None, place: int, at: int) -> Stage:
    note = moments.short(moment) if moment and place <= at else ""
    return Stage(label, note, "now" if place == at else "past" if place < at else "ahead")


def _sentence(issue: Issue) -> str:
    name = {"name": issue.owner.first_name}
    sentences = {
        Status.FLAGGED: _("Your message has arrived. Somebody will take it on shortly."),
        Status.CAUGHT: _("%(name)s is taking care of it."),
        Status.IN_PROGRESS: _("%(name)s and colleagues are working on it."),
        Status.WAITING: _("%(name)s is taking care of it; right now we are waiting for something."),
        Status.RESOLVED: _("We believe that it is solved. Do you agree?"),
        Status.CLOSED: _("It is solved."),
        Status.DISCARDED: _("We looked at it and closed it. Write to us if you see it otherwise."),
    }
    return sentences.get(Status(issue.status), "") % name
