"""Setting the numbers of a community."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from esn.activity import history
from esn.activity.spine import action, record
from esn.lib.errors import Refused
from feeds.models import Community
from issues import events, policies
from issues.models import CommunityNumber
from issues.models.rules import forget_numbers
from issues.rules import NUMBERS, ORDERED, Rule, shown
from people.models import Person

Values = Mapping[Rule, Decimal | None]


@action
def set_numbers(community: Community, *, by: Person, values: Values, version: int | None = None) -> list[Rule]:
    """Let these numbers count from now on; None goes back to the default. Returns those that changed.

    Raises Refused for a number outside its limits, Conflict `stale_version` if somebody changed one since `version`.
    """
    community = Community.objects.locked(community)
    before = {Rule(row.name): row.value for row in CommunityNumber.objects.filter(community=community)}
    after = {**before, **{rule: _kept(rule, value) for rule, value in values.items()}}
    _check(values, {rule: value for rule, value in after.items() if value is not None})
    policies.check(policies.may_arrange(by, community))
    policies.check_version(version, version_of(community))
    changed = [rule for rule in values if before.get(rule) != after[rule]]
    for rule in changed:
        _write(community, rule, after[rule])
    if changed:
        forget_numbers()
        record(events.numbers_set, community, by=by, changed={rule: _pair(rule, before, after) for rule in changed})
    return changed


def version_of(community: Community) -> int:
    """How often its numbers were changed; whoever changes them says which version he read."""
    return history.of("community", community.pk).filter(name=events.numbers_set.name).count()


def _kept(rule: Rule, value: Decimal | None) -> Decimal | None:
    """A value that equals the default is none of one's own."""
    return None if value == NUMBERS[rule].default else value


def _check(values: Values, own: Mapping[Rule, Decimal]) -> None:
    for rule, value in values.items():
        if sentence := _wrong(rule, value):
            raise Refused(sentence, field=rule)
    for lower, upper in ORDERED:
        if own.get(lower, NUMBERS[lower].default) > own.get(upper, NUMBERS[upper].default):
            sentence = _("This must not be more than “%(other)s”.") % {"other": upper.label}
            raise Refused(sentence, field=lower if lower in values else upper)


def _wrong(rule: Rule, value: Decimal | None) -> str:
    what = NUMBERS[rule]
    if value is None:
        return ""
    if not value.is_finite() or not what.least <= value <= what.most:
        limits = {"least": shown(what.least), "most": shown(what.most), "unit": what.unit.label}
        return _("Choose a number from %(least)s to %(most)s %(unit)s.") % limits
    if value % what.step:
        return _("Choose a multiple of %(step)s.") % {"step": shown(what.step)}
    return ""


def _write(community: Community, rule: Rule, value: Decimal | None) -> None:
    if value is None:
        CommunityNumber.objects.filter(community=community, name=rule).delete()
    else:
        CommunityNumber.objects.update_or_create(community=community, name=rule, defaults={"value": value})


def _pair(rule: Rule, before: Values, after: Values) -> list[str]:
    """The number as it was and as it is."""
    values = (before.get(rule), after.get(rule))
    return [shown(NUMBERS[rule].default if value is None else value) for value in values]
