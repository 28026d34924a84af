"""Every template compiles, keeps to the house's measures and asks only for what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR, "templates")
ALL = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
PAGES = [name for name in ALL if not name.startswith("mail/")]
SPRITE = Path(settings.BASE_DIR, "static", "img", "icons.svg").read_text()
ICON = re.compile(r'{% icon "([\w-]+)"|icon_name="([\w-]+)"')


@pytest.mark.parametrize("name", ALL)
def test_it_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_it_holds_no_style_and_no_script_of_its_own(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=\"|javascript:|hx-on", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("name", PAGES)
def test_its_icons_are_in_the_sprite(name: str) -> None:
    for one, other in ICON.findall((ROOT / name).read_text()):
        assert f'id="i-{one or other}"' in SPRITE


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith("ui/_")])
def test_a_part_says_what_it_needs(name: str) -> None:
    assert (ROOT / name).read_text().startswith("{# Context:")
