"""The company's colour paints the product only as far as it can be read."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from esn import brand
from esn.brand import DARK_GROUND, LIGHT_GROUND, WHITE, Rgb, contrast

COLOURS = ["#ff0000", "#ffff00", "#00ff00", "#0000ff", "#ffffff", "#000000", "#7a7a7a", "#ff8800", "#0d5c59", "#e6b3ff"]


def rgb(colour: str) -> Rgb:
    found = brand.parse(colour)
    assert found
    return found


@pytest.mark.parametrize("colour", COLOURS)
def test_whatever_the_colour_text_can_be_read_by_day_and_by_night(colour: str) -> None:
    day, night = brand.light(rgb(colour)), brand.dark(rgb(colour))
    for shades in (day, night):
        assert contrast(rgb(shades.accent), WHITE) >= 4.5
        assert contrast(rgb(shades.hover), WHITE) >= 4.5
        assert contrast(rgb(shades.text), rgb(shades.soft)) >= 4.5
    assert contrast(rgb(day.text), LIGHT_GROUND) >= 4.5
    assert contrast(rgb(night.text), DARK_GROUND) >= 4.5


@pytest.mark.parametrize("colour", ["", "red", "#12", "#12345g", "#0d5c59;}body{display:none", "url(//x)"])
def test_what_is_no_colour_paints_nothing(colour: str) -> None:
    assert brand.stylesheet(colour) == ""


def test_everybody_gets_the_stylesheet_of_the_company(client: Client, settings: Settings) -> None:
    settings.COMPANY_COLOUR = "#ff8800"
    answer = client.get("/brand.css")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/css")
    assert "public" in answer["Cache-Control"]
    assert b"--accent:#" in answer.content
