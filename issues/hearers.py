"""Who hears of what happens to a potato. From the catch on the hunter is told of milestones only."""

from __future__ import annotations

from issues.models import Issue, Task


def hunters(issue: Issue) -> list[int]:
    """Who flagged it or joined it."""
    return [issue.reporter_id, *issue.hunters.values_list("person_id", flat=True)]


def followers(issue: Issue) -> list[int]:
    """Who follows it."""
    return list(issue.follows.values_list("person_id", flat=True))


def moderators(issue: Issue) -> list[int]:
    """The moderators of its community."""
    return list(issue.community.memberships.moderators().values_list("person_id", flat=True))


def holder(issue: Issue) -> list[int]:
    """Who holds it."""
    return [issue.owner_id]


def at_milestone(issue: Issue) -> list[int]:
    """Everybody with a stake: hunters, followers, the holder."""
    return [*hunters(issue), *followers(issue), issue.owner_id]


def until_caught(issue: Issue) -> list[int]:
    """The holder, and the hunters as long as they are not released."""
    released = issue.caught_at is not None
    return [issue.owner_id, *([] if released else hunters(issue))]


def of_task(task: Task) -> list[int]:
    """Its eater, its reviewer, and the holder of its potato."""
    people = (task.assignee_id, task.reviewer_id, task.issue.owner_id)
    return [person for person in people if person is not None]
