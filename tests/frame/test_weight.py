"""The first view stays light: what Home loads, compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Response

from people.models import Person
from tests.conftest import OpenPage
from tests.nordlys import demo_again

STATIC = Path(settings.BASE_DIR, "static")
KIB = 1024
ELSEWHERE = ("./board.js", "./flag.js")


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def closure(path: Path, seen: set[Path]) -> set[Path]:
    """A module and all that it imports, at once or when it needs it, but for what other pages alone ask for."""
    if path not in seen:
        seen.add(path)
        for name in re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"', path.read_text()):
            if name not in ELSEWHERE:
                closure((path.parent / name).resolve(), seen)
    return seen


def home_scripts() -> set[Path]:
    wanted = {STATIC / "vendor/htmx.org-2.0.11/dist/htmx.min.js"}
    for name in ("shell", "live", "composer", "feed", "marks"):
        wanted |= closure((STATIC / "js" / f"{name}.js").resolve(), set())
    return wanted


def test_the_scripts_of_home_weigh_less_than_60_kilobytes() -> None:
    assert sum(map(packed, home_scripts())) <= 60 * KIB


def test_styles_pictures_type_and_scripts_of_home_leave_room_for_the_page() -> None:
    files = [STATIC / "css" / name for name in ("tokens.css", "components.css", "more.css")]
    files += [STATIC / "img" / name for name in ("icons.svg", "elephant.svg")]
    whole = (
        sum(map(packed, files)) + (STATIC / "fonts/inter-latin.woff2").stat().st_size + sum(map(packed, home_scripts()))
    )
    assert whole <= 135 * KIB


def weight(response: Response) -> int:
    """What the proxy would send of it: letters are compressed, pictures and type are so already."""
    body = response.body()
    return min(len(body), len(gzip.compress(body, 6)))


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_first_view_of_home_weighs_less_than_150_kilobytes_in_a_browser(desktop: OpenPage) -> None:
    demo_again()
    page, came = desktop(Person.objects.get(handle="carl")), list[Response]()

    def arrived(response: Response) -> None:
        came.append(response)

    page.on("response", arrived)
    page.goto("/", wait_until="networkidle")
    scripts = [one for one in came if one.request.resource_type == "script"]
    assert {Path(urlsplit(one.url).path).name for one in scripts} <= {path.name for path in home_scripts()}
    assert sum(map(weight, scripts)) <= 60 * KIB
    weights = {urlsplit(one.url).path: weight(one) for one in came}
    assert sum(weights.values()) <= 150 * KIB, sorted(weights.items(), key=lambda pair: -pair[1])


def test_vendored_scripts_carry_their_licence_and_ask_for_no_eval() -> None:
    for folder in (STATIC / "vendor").iterdir():
        assert (folder / "LICENSE").exists()
        version = re.search(r'"version": "([^"]+)"', (folder / "package.json").read_text())
        assert version
        assert folder.name.endswith(f"-{version[1]}")
    for script in (STATIC / "js").glob("*.js"):
        assert not re.search(r"\beval\(|new Function|https?://", script.read_text())


def test_the_live_module_stays_within_4_kilobytes() -> None:
    assert packed(STATIC / "js/live.js") <= 4 * KIB
