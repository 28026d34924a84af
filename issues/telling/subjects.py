"""The things that notifications speak of, as their reader may see them, and whose own they are."""

from __future__ import annotations

from collections.abc import Mapping, Set

from django.db.models import Q
from django.utils.translation import gettext as _

from esn.lib.text import plain
from feeds.models import Comment, Community, Post
from issues.heat import Band
from issues.lifecycle import Severity
from issues.models import Hunter, Issue, Task
from notifications.sentences import Subject, quote, register_subject
from people.models import Person


def issues(ids: set[int], person: Person) -> Mapping[int, Subject]:
    """Potatoes by their titles."""
    found = Issue.objects.visible_to(person).filter(pk__in=ids).select_related("customer")
    return {issue.pk: Subject(issue.title, issue.get_absolute_url(), _beside(issue)) for issue in found}


def _beside(issue: Issue) -> str:
    return f"{issue.key} · {issue.customer.name}" if issue.customer else issue.key


def holders_of_issues(ids: set[int]) -> Mapping[int, Set[int]]:
    """Who holds each potato, and who hunts it."""
    people = {pk: {owner, reporter} for pk, owner, reporter in _stakes(ids)}
    for issue_id, person_id in Hunter.objects.filter(issue__in=ids).values_list("issue_id", "person_id"):
        people.setdefault(issue_id, set()).add(person_id)
    return people


def _stakes(ids: set[int]) -> list[tuple[int, int, int]]:
    return list(Issue.objects.filter(pk__in=ids).values_list("pk", "owner_id", "reporter_id"))


def emergencies(ids: set[int]) -> Set[int]:
    """The potatoes that are on fire or critical: they break into hunting hours."""
    burning = Q(heat__gte=Band.ON_FIRE.floor) | Q(severity=Severity.CRITICAL)
    return set(Issue.objects.open().filter(burning, pk__in=ids).values_list("pk", flat=True))


def emergencies_of_tasks(ids: set[int]) -> Set[int]:
    """The bites of such potatoes."""
    potatoes = dict(Task.objects.filter(pk__in=ids).values_list("pk", "issue_id"))
    urgent = emergencies(set(potatoes.values()))
    return {pk for pk, issue_id in potatoes.items() if issue_id in urgent}


def tasks(ids: set[int], person: Person) -> Mapping[int, Subject]:
    """Bites by their titles, beside them their potato."""
    found = Task.objects.visible_to(person).filter(pk__in=ids).select_related("issue")
    return {
        task.pk: Subject(task.title, task.get_absolute_url(), f"{task.issue.key} · {task.issue.title}")
        for task in found
    }


def holders_of_tasks(ids: set[int]) -> Mapping[int, Set[int]]:
    """Who eats each bite, who tastes it, who proposed it, and who holds its potato."""
    rows = Task.objects.filter(pk__in=ids).select_related("issue")
    return {
        task.pk: {task.issue.owner_id, task.proposed_by_id, task.assignee_id or 0, task.reviewer_id or 0}
        for task in rows
    }


def posts(ids: set[int], person: Person) -> Mapping[int, Subject]:
    """Posts by their first words, cards by their potato."""
    found = Post.objects.visible_to(person).filter(pk__in=ids).select_related("community", "issue")
    return {post.pk: Subject(_opening(post), post.get_absolute_url(), post.community.name) for post in found}


def _opening(post: Post) -> str:
    potato = getattr(post, "issue", None)
    return potato.title if potato else _("“%(words)s”") % {"words": quote(plain(post.body_html))}


def comments(ids: set[int], person: Person) -> Mapping[int, Subject]:
    """Comments by the first words of what they comment on."""
    found = Comment.objects.visible_to(person).filter(pk__in=ids).select_related("post__community", "post__issue")
    return {
        comment.pk: Subject(_opening(comment.post), comment.get_absolute_url(), quote(plain(comment.body_html)))
        for comment in found
    }


def communities(ids: set[int], person: Person) -> Mapping[int, Subject]:
    """Communities by their names; whoever is invited to a secret one may know it."""
    known = Community.objects.visible_to(person).filter(pk__in=ids)
    invited = Community.objects.filter(pk__in=ids, invitations__person=person)
    return {place.pk: Subject(place.name, place.get_absolute_url()) for place in known.union(invited)}


def people(ids: set[int], person: Person) -> Mapping[int, Subject]:
    """People by their names."""
    found = Person.objects.visible_to(person).filter(pk__in=ids)
    return {other.pk: Subject(other.name, other.get_absolute_url()) for other in found}


register_subject("issue", issues, holders=holders_of_issues, urgent=emergencies)
register_subject("task", tasks, holders=holders_of_tasks, urgent=emergencies_of_tasks)
register_subject("post", posts)
register_subject("comment", comments)
register_subject("community", communities)
register_subject("person", people)
