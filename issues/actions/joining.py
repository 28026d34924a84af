"""Joining, following and moving a potato."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esn.activity.clock import now
from esn.activity.spine import action, record
from esn.lib.errors import Conflict, Refused
from feeds.actions import posts
from feeds.models import Community
from issues import events, lifecycle, policies
from issues.actions.contacts import bring_back, close_doors
from issues.actions.keeping import OWNER, give, keep
from issues.actions.leaving import hand_over_one
from issues.actions.potatoes import count_customers
from issues.lifecycle import Status
from issues.models import Contact, CustodyKind, Customer, Hunter, Issue, IssueFollow
from issues.watching import on_watch
from issues.working import promise_from
from people.models import Person


@action
def join(issue: Issue, *, by: Person, customer: Customer | None, contact: Contact | None = None) -> Issue:
    """Say "mine too": one more customer is hit, and `by` is one of its hunters. Twice is once."""
    issue = Issue.objects.locked(issue)
    if contact and (customer is None or contact.customer_id != customer.pk):
        raise Refused(_("This contact belongs to another customer."), field="contact")
    if not issue.is_open:
        raise Conflict(_("It is no longer open; flag a new one."), lifecycle.ILLEGAL)
    policies.check(policies.may_help(by, issue.community))
    bring_back(customer, by=by)
    _row, new = Hunter.objects.get_or_create(
        issue=issue, person=by, customer=customer, defaults={"contact": contact, "joined_at": now()}
    )
    if not new:
        return issue
    if issue.customer is None and customer:
        issue.customer = customer
        if issue.caught_at and issue.next_news_due_at is None:
            issue.next_news_due_at = promise_from(issue, now())
    issue.customer_count = count_customers(issue)
    keep(issue, "customer", "customer_count", "next_news_due_at")
    record(events.joined, issue, by=by, customer=customer)
    return issue


@action
def leave(hunter: Hunter, *, by: Person) -> Issue:
    """Take one's own "mine too" back. A customer for whom nobody else speaks is no longer hit, and his links close.

    Raises Forbidden for somebody else's, Conflict for the flag itself and for a potato that is no longer open.
    """
    issue = Issue.objects.locked(hunter.issue_id)
    if hunter.person_id != by.pk:
        policies.check(_("Only whoever said “mine too” may take it back."))
    if not issue.is_open:
        raise Conflict(_("It is no longer open."), lifecycle.ILLEGAL)
    if hunter.is_flag(issue):
        raise Conflict(_("You flagged it; that cannot be taken back."), "flagged")
    customer = hunter.customer
    hunter.delete()
    _forget_customer(issue, customer)
    record(events.left, issue, by=by, customer=customer)
    return issue


def _forget_customer(issue: Issue, customer: Customer | None) -> None:
    """Count anew, and close the door to a customer for whom nobody speaks any more."""
    rest = Hunter.objects.filter(issue=issue, customer__isnull=False).select_related("customer").order_by("id")
    if customer and issue.customer_id == customer.pk and not rest.filter(customer=customer).exists():
        first = rest.first()
        issue.customer = first.customer if first else None
    close_doors(issue)
    if issue.customer is None:
        issue.next_news_due_at = None
    issue.customer_count = count_customers(issue)
    keep(issue, "customer", "customer_count", "next_news_due_at")


@action
def follow(issue: Issue, *, by: Person) -> Issue:
    """Hear of everything that happens to it."""
    _row, new = IssueFollow.objects.get_or_create(issue=issue, person=by)
    if new:
        record(events.followed, issue, by=by)
    return issue


@action
def unfollow(issue: Issue, *, by: Person) -> Issue:
    """Hear no more of it."""
    gone, _counts = IssueFollow.objects.filter(issue=issue, person=by).delete()
    if gone:
        record(events.unfollowed, issue, by=by)
    return issue


@action
def move(issue: Issue, *, by: Person, community: Community) -> Issue:
    """Put it before another community; a potato that nobody has caught goes to the watch there."""
    issue = Issue.objects.locked(issue)
    if issue.status == Status.MERGED:
        raise Conflict(_("It was merged; move the other one."), lifecycle.ILLEGAL)
    policies.check(policies.may_steer(by, issue))
    if community.pk == issue.community_id:
        return issue
    before = issue.community
    issue.community = community
    if issue.post:
        posts.move_post(issue.post, by=by, community=community)
    keep(issue, "community")
    record(events.moved, issue, by=by, **{"from": before.slug, "to": community.slug})
    if issue.status == Status.FLAGGED:
        _hand_to_new_watch(issue, by)
    elif not _reads(issue.owner, community):
        hand_over_one(issue, by=by)
    return issue


def _reads(person: Person, community: Community) -> bool:
    if community.is_open and not person.is_guest:
        return True
    return Community.objects.readable_by(person).filter(pk=community.pk).exists()


def _hand_to_new_watch(issue: Issue, by: Person) -> None:
    watcher = on_watch(issue.community, now())
    if watcher.pk == issue.owner_id:
        return
    before = issue.owner
    give(issue, watcher, CustodyKind.WATCH)
    keep(issue, *OWNER)
    record(events.custody_moved, issue, by=by, **{"from": before, "to": watcher})
