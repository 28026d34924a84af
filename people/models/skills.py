"""Skills, and who has or learns them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Skill(models.Model):
    """Something that can be known, by one name in the whole company."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name


class PersonSkill(models.Model):
    """A person has a skill, or is learning it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="person_skills")
    skill = models.ForeignKey(Skill, models.CASCADE, related_name="person_skills")
    is_learning = models.BooleanField(_("learning"), default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["person", "skill"], name="skill_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.skill_id}"
