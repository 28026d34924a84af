"""The elephant tells the truth, in pieces, in words and in pixels."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.template import Context, Template
from PIL import Image

from esn import elephant


def states(total: int, done: int, taken: int) -> list[str]:
    return [piece.state for piece in elephant.pieces(total, done, taken)]


def draw(total: int, done: int, taken: int, look: str = "") -> str:
    return Template("{% load ui %}{% elephant total done taken " + look + " %}").render(
        Context({"total": total, "done": done, "taken": taken})
    )


@pytest.mark.parametrize("total", range(1, 13))
def test_up_to_twelve_bites_each_has_its_piece(total: int) -> None:
    for done in range(total + 1):
        for taken in range(total - done + 1):
            shown = states(total, done, taken)
            assert (shown.count("eaten"), shown.count("taken"), len(shown)) == (done, taken, total)


@pytest.mark.parametrize("total", [1, 2, 12, 13, 14, 25, 40, 99, 100, 1000])
def test_it_never_looks_eaten_before_it_is(total: int) -> None:
    for done in range(total + 1):
        for taken in {0, min(1, total - done), total - done}:
            shown = states(total, done, taken)
            assert (shown.count("eaten") == len(shown)) == (done == total)
            assert ("" in shown) or done + taken == total


def test_the_pieces_are_eaten_from_the_tail_and_the_face_goes_last() -> None:
    assert states(40, 39, 1)[-1] == "taken"
    assert states(10, 5, 2) == ["eaten"] * 5 + ["taken"] * 2 + [""] * 3


def test_it_always_has_its_text() -> None:
    assert 'aria-label="5 of 10 bites eaten, 2 being eaten"' in draw(10, 5, 2)
    assert 'aria-label="39 of 40 bites eaten"' in draw(40, 39, 0)
    assert 'aria-label="5 of 10 parts are done, 2 are under way"' in draw(10, 5, 2, '"" "parts"')
    assert 'aria-label="not split yet"' in draw(0, 0, 0)
    assert 'role="img"' in draw(1, 1, 0)


def test_every_piece_that_a_recipe_names_is_drawn_in_the_sprite() -> None:
    named = {name for recipe in elephant.RECIPES for name in recipe.split()}
    assert named <= elephant.shapes().keys()


def test_it_is_painted_for_mails() -> None:
    image = Image.open(BytesIO(elephant.paint(10, 5, 2, width=168)))
    assert image.size == (168, 120)
    spots = [image.getpixel(spot) for spot in ((50, 30), (72, 75), (130, 40))]
    assert spots == [(0xDC, 0xD4, 0xC7, 255), (0x0F, 0x7F, 0x78, 255), (0x7A, 0x72, 0x68, 255)]
