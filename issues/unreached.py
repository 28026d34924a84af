"""Why a step of a ladder reaches nobody, in words for whoever makes it."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from feeds.models import Community
from issues.ladder import Step, StepKind
from issues.reaching import Scene
from issues.watching import present_substitute
from people.models import Absence, Person, Team


def why_nobody(step: Step, scene: Scene, moment: dt.datetime) -> str:
    """The sentence that says which step and why, for one that `issues.reaching.aimed` finds nobody for."""
    if step.kind == StepKind.NOTIFY_PERSON:
        return _of_person(Person.objects.filter(pk=step.person or 0).first(), scene, moment)
    if step.kind == StepKind.NOTIFY_TEAM:
        return _of_team(Team.objects.filter(pk=step.team or 0).first(), moment)
    if step.kind == StepKind.NOTIFY_MODERATORS:
        return _("“Tell the moderators” reaches nobody: no moderator is here who wants to be told.")
    return _("“%(step)s” reaches nobody: whoever it is wants to be told by no channel.") % {
        "step": StepKind(step.kind).label
    }


def _of_person(person: Person | None, scene: Scene, moment: dt.datetime) -> str:
    if person is None:
        return _("This step reaches nobody: the person it named is gone.")
    if not person.is_active:
        sentence = _("Telling %(name)s reaches nobody: the account is deactivated.")
    elif (here := present_substitute(person, moment)) is None:
        sentence = _("Telling %(name)s reaches nobody: away, and nobody stands in.")
    elif not Community.objects.readable_by(here).filter(pk=scene.community.pk).exists():
        sentence = _("Telling %(name)s reaches nobody: the potatoes here are not visible to %(name)s.")
        person = here
    else:
        sentence = _("Telling %(name)s reaches nobody: no channel is wanted for this.")
    return sentence % {"name": person.name}


def _of_team(team: Team | None, moment: dt.datetime) -> str:
    if team is None:
        return _("This step reaches nobody: the team it named is gone.")
    members = set(Person.objects.active().filter(team=team).values_list("pk", flat=True))
    away = set(Absence.objects.covering(moment).filter(person__in=members).values_list("person", flat=True))
    if not members:
        sentence = _("Telling the team %(name)s reaches nobody: nobody is in it.")
    elif members <= away:
        sentence = _("Telling the team %(name)s reaches nobody: everybody in it is away.")
    else:
        sentence = _("Telling the team %(name)s reaches nobody: nobody in it sees the potatoes here and is to be told.")
    return sentence % {"name": team.name}
