"""The org chart: who leads whom, up from one person, and down from the top."""

from __future__ import annotations

from dataclasses import dataclass, field

from people.models import Person

LEVELS = 4
MOST_REPORTS = 60

_UP = """
WITH RECURSIVE up AS (
    SELECT manager_id AS id, 1 AS level FROM people_person WHERE id = %s
    UNION SELECT p.manager_id, level + 1 FROM people_person p JOIN up ON p.id = up.id WHERE level < 50
)
SELECT id, level FROM up WHERE id IS NOT NULL ORDER BY level DESC
"""


@dataclass
class Branch:
    """A person and who reports to them; `below` counts everybody under them, `cut` says that they are not all here."""

    person: Person
    children: list[Branch] = field(default_factory=list)
    below: int = 0
    cut: bool = False


def chain(viewer: Person, person: Person) -> list[Person]:
    """The managers above the person, from the top down to their own, as far as the viewer may see them."""
    ids = [row.pk for row in Person.objects.raw(_UP, [person.pk])]
    seen = Person.objects.visible_to(viewer).in_bulk(ids)
    return [seen[pk] for pk in ids if pk in seen]


def reports(viewer: Person, person: Person) -> list[Person]:
    """Who reports to the person, at most 60."""
    return list(Person.objects.active().visible_to(viewer).filter(manager=person)[:MOST_REPORTS])


def tree(viewer: Person, *, root: Person | None = None) -> list[Branch]:
    """The chart from the top, or from `root`, four levels deep; one query whatever its size."""
    people = Person.objects.active().visible_to(viewer).select_related("team").order_by("name", "id")
    branches = {person.pk: Branch(person) for person in people}
    tops: list[Branch] = []
    for branch in branches.values():
        above = branches.get(branch.person.manager_id or 0)
        (above.children if above else tops).append(branch)
    if root is not None:
        tops = [branches[root.pk]] if root.pk in branches else []
    for top in tops:
        _count(top, level=1)
    return sorted(tops, key=lambda branch: (-branch.below, branch.person.name))


def _count(branch: Branch, *, level: int) -> int:
    branch.below = sum(1 + _count(child, level=level + 1) for child in branch.children)
    if level >= LEVELS and branch.children:
        branch.children, branch.cut = [], True
    return branch.below
