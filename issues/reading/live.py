"""Which cards a list of potatoes takes in while it is looked at: its filters, said as a selector of CSS."""

from __future__ import annotations

from issues.lifecycle import OPEN, Status
from issues.reading.lists import Filters
from people.models import Person

NOTHING = "none"


def takes(filters: Filters, person: Person) -> str:
    """The selector that a new or changed card must match.

    A list whose filter a card cannot be asked for (words, a customer, late news, a heat, somebody else) takes in none:
    what it shows changes in place, and the rest comes with the next look.
    """
    if filters.q or filters.customer or filters.news or filters.min_heat:
        return NOTHING
    if any(handle not in ("", person.handle) for handle in (filters.owner, filters.reporter)):
        return NOTHING
    said = [_states(filters.status)]
    said += [f'[data-owner="{person.pk}"]'] if filters.owner else []
    said += [f'[data-reporter="{person.pk}"]'] if filters.reporter else []
    said += [f'[data-place="{filters.community}"]'] if filters.community.replace("-", "").isalnum() else []
    return NOTHING if filters.community and "data-place" not in said[-1] else ".card[data-issue]" + "".join(said)


def _states(status: str) -> str:
    """`:is([data-status=flagged],...)`; nothing where every state fits."""
    if status == "all":
        return ""
    wanted = sorted(part for part in status.split(",") if part in Status.values) if status else sorted(OPEN)
    return f":is({','.join(f'[data-status={state}]' for state in wanted)})" if wanted else f":not({NOTHING}, *)"
