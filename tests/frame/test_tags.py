"""The tags say what they show: heat with its word, times that a script can keep fresh, people without a photo."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from esn import moments, samples, ui


def draw(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("heat", "band"),
    [
        (0, "warm"),
        (24, "warm"),
        (25, "hot"),
        (49, "hot"),
        (50, "burning"),
        (74, "burning"),
        (75, "on_fire"),
        (100, "on_fire"),
    ],
)
def test_heat_shows_its_number_and_its_band(heat: int, band: str) -> None:
    badge = draw("{% heat value %}", value=heat)
    assert f'data-band="{band}"' in badge
    assert f"<b>{heat}</b>" in badge


def test_a_narrow_badge_still_says_its_word_to_who_cannot_see() -> None:
    assert '<span class="vh">on fire</span>' in draw('{% heat 84 "num" %}')


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0, "now"),
        (12, "12\u00a0min"),
        (80, "1\u00a0h\u00a020"),
        (120, "2\u00a0h"),
        (700, "11\u00a0h"),
        (60 * 50, "2\u00a0d"),
    ],
)
def test_a_span_has_two_figures_at_most(minutes: int, words: str) -> None:
    assert moments.span(timedelta(minutes=minutes)) == words
    assert moments.span(-timedelta(minutes=minutes)) == words


def test_a_time_carries_its_moment_for_scripts_and_its_date_for_people() -> None:
    at = timezone.now() - timedelta(minutes=12, seconds=5)
    shown = draw("{% since at %}", at=at)
    assert "12\u00a0min ago" in shown
    assert f'datetime="{at.isoformat(timespec="seconds")}"' in shown
    assert "title=" in shown
    assert draw("{% since at %}", at=None) == ""


def test_a_person_without_a_photo_is_initials_and_nobody_is_a_circle() -> None:
    assert ">CB</span>" in draw("{% avatar person %}", person=samples.CARL)
    assert "av--nobody" in draw("{% avatar person %}", person=None)
    assert {ui.hue(number) for number in range(8)} == set(range(1, 9))


@pytest.mark.parametrize(("name", "letters"), [("Inès Varga", "IV"), ("Madonna", "M"), ("  ", "?"), ("Jean-Luc", "JL")])
def test_initials_come_from_the_name(name: str, letters: str) -> None:
    assert ui.initials(name) == letters


def test_names_are_escaped_wherever_they_stand() -> None:
    bad = samples.Someone(9, "<script>x</script> B", "bad")
    for source in ("{% avatar person %}", '{% include "ui/_holds.html" %}'):
        assert "<script>" not in draw(source, person=bad)


@pytest.mark.parametrize(
    ("path", "here", "is_here"),
    [("/", "/", True), ("/issues/", "/", False), ("/issues/7/", "/issues/", True), ("/issues/new/", "/issues/", False)],
)
def test_the_rail_marks_where_one_is(path: str, here: str, is_here: bool, rf: RequestFactory) -> None:
    marked = draw("{% here where %}", request=rf.get(path), where=here)
    assert ("aria-current" in marked) == is_here


def test_sizes_speak_hours_in_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert 'title="three hours"' in draw('{% size_badge "M" %}')
