"""What forms brought, by a number that each form carries, so that the same form sent twice is taken once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from people.models import Person


class Sent(models.Model):
    """One form of a person's that was taken, what stood in it, and the id of what came of it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    client_uuid = models.UUIDField()
    digest = models.CharField(max_length=64)
    made = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["person", "client_uuid", "digest"], name="form_taken_once")
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["at"], name="forms_old")]

    def __str__(self) -> str:
        return f"{self.client_uuid} of {self.person_id}"
