"""What the pages of people are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from esn.ui import Action
from people.models import Follow, Person, PersonSkill
from people.sections import Evidence


@dataclass(frozen=True)
class Said:
    """A skill on a profile, with its evidence if there is any."""

    name: str
    url: str
    is_learning: bool
    evidence: Evidence | None


def skills_said(skills: Iterable[PersonSkill], evidence: Mapping[int, Evidence]) -> list[Said]:
    """The skills of a profile, those with evidence first."""
    said = [
        Said(
            skill.skill.name,
            f"{reverse('people:list')}?skill={skill.skill.slug}",
            skill.is_learning,
            evidence.get(skill.skill_id),
        )
        for skill in skills
    ]
    return sorted(said, key=lambda skill: skill.evidence is None)


def follow_action(viewer: Person, person: Person) -> Action | None:
    """The button that follows or stops following; none on one's own page, for guests, for who has left."""
    if viewer.pk == person.pk or viewer.is_guest or not person.is_active or person.is_ghost:
        return None
    if Follow.objects.filter(follower=viewer, followee=person).exists():
        url, label, pressed = reverse("people:unfollow", args=[person.handle]), _("Following"), "true"
        return Action(
            label, url, "check", "plain", pressed="true", target="follow", say=pressed and _("Stop following")
        )
    return Action(_("Follow"), reverse("people:follow", args=[person.handle]), "", "primary", target="follow")
