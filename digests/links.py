"""The link by which a person stops the digest without logging in: signed, good for nothing else."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from people.models import Person

SALT = "digests.unsubscribe"


def unsubscribe_path(person: Person) -> str:
    """The path of the person's own page to stop it."""
    return reverse("digests:unsubscribe", args=[signing.dumps(person.pk, salt=SALT)])


def person_of(token: str) -> Person | None:
    """Whose link it is; None for a token that we did not make."""
    try:
        pk = int(signing.loads(token, salt=SALT))
    except signing.BadSignature:
        return None
    found: Person | None = Person.objects.filter(pk=pk).first()
    return found
