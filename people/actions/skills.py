"""What a person is good at, or learns."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.utils.text import slugify
from django.utils.translation import gettext as _

from esn.activity.spine import action, record
from esn.lib.errors import Refused
from esn.lib.text import check_line
from people import events, policies
from people.models import Person, PersonSkill, Skill

MOST = 40
LONGEST = 60


@action
def set_skills(person: Person, *, by: Person | None, names: Iterable[str], learning: Iterable[str] = ()) -> None:
    """The person has exactly these skills, and learns those; a name that nobody has used makes a new skill.

    Raises Forbidden, or Refused for names that cannot be kept and more than 40.
    """
    policies.check_edit(by, person)
    wanted = {**_named(learning, "learning", learns=True), **_named(names, "names", learns=False)}
    _check_count(wanted, "names")
    kept: Person = Person.objects.locked(person)
    skills = {slug: _skill(slug, name) for slug, (name, _learns) in wanted.items()}
    kept.person_skills.all().delete()
    PersonSkill.objects.bulk_create(
        PersonSkill(person=kept, skill=skills[slug], is_learning=learns) for slug, (_name, learns) in wanted.items()
    )
    record(events.updated, kept, by=by, fields=["skills"])


def skills_named(names: Iterable[str]) -> list[Skill]:
    """The skills of these names, made if nobody had them yet.

    Raises Refused, under `skills`, for names that cannot be kept and more than 40.
    """
    wanted = _named(names, "skills", learns=False)
    _check_count(wanted, "skills")
    return [_skill(slug, name) for slug, (name, _learns) in wanted.items()]


def _check_count(wanted: Collection[str], field: str) -> None:
    if len(wanted) > MOST:
        raise Refused(_("Up to %(most)d skills help others to find you.") % {"most": MOST}, field=field)


def _named(names: Iterable[str], field: str, *, learns: bool) -> dict[str, tuple[str, bool]]:
    found: dict[str, tuple[str, bool]] = {}
    for name in names:
        words = check_line(name, most=LONGEST, name=field)
        slug = slugify(words, allow_unicode=True)[:LONGEST]
        if words and not slug:
            raise Refused(_("“%(name)s” has no letter in it.") % {"name": words}, field=field)
        if words:
            found.setdefault(slug, (words, learns))
    return found


def _skill(slug: str, name: str) -> Skill:
    known = Skill.objects.filter(slug=slug).first() or Skill.objects.filter(name=name).first()
    if known is None:
        known, _is_new = Skill.objects.get_or_create(slug=slug, defaults={"name": name})
    return known
