"""Skills that are spelled as people and bites spell them, and lists without end."""

from __future__ import annotations

import pytest

from issues.actions import potatoes, tasks
from issues.actions.drafts import TaskDraft
from issues.models import Issue, Task
from people.actions.skills import set_skills
from people.models import Person, Skill
from tests.cast import ClientOf

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["Énergie", "Énergie solaire", "日本語", "ÉNERGIE"])
def test_a_bite_asks_for_the_very_skill_that_somebody_has(name: str, potato: Issue, carl: Person) -> None:
    set_skills(carl, by=carl, names=[name])
    potatoes.catch(potato, by=carl)
    (bite,) = tasks.add(potato, by=carl, drafts=[TaskDraft("Ask for it", skills=[name])])
    assert list(bite.skills.all()) == list(Skill.objects.filter(person_skills__person=carl))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("skills", ["x" * 61]),
        ("skills", [f"skill {number}" for number in range(41)]),
        ("skills", ["x"] * 300),
        ("skills", ["+++"]),
        ("depends_on", [1] * 300),
    ],
)
def test_what_no_bite_can_hold_is_refused(
    field: str, value: list[object], potato: Issue, carl: Person, client_of: ClientOf
) -> None:
    potatoes.catch(potato, by=carl)
    client = client_of(carl)
    where, body = f"/api/v1/issues/{potato.pk}/tasks", {"title": "A bite", field: value}
    assert client.post(where, body, content_type="application/json").status_code == 422
    assert client.post(where, [body] * 2, content_type="application/json").status_code == 422
    assert client.post(where, [{"title": "A bite"}] * 300, content_type="application/json").status_code == 422
    assert Task.objects.count() == 0


def test_a_tag_with_nul_is_no_tag(carl: Person, client_of: ClientOf) -> None:
    client = client_of(carl)
    assert client.get("/tags/suggest?q=a%00b").status_code == 200
    assert client.post("/tags/follow/", {"tag": "a\0b"}).status_code in (302, 422)
