"""What is installed is pinned to its bytes, comes from nowhere in particular, and each list holds the one before."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LISTS = ("requirements.txt", "requirements-run.txt", "requirements-dev.txt", "requirements-uv.txt")
PINNED = re.compile(r"([A-Za-z0-9._-]+)==(\S+)(?: ; [^\\]+)?((?: --hash=sha256:[0-9a-f]{64})+)")


def pins(name: str) -> dict[str, str]:
    """The version of each package of a list; every entry must be pinned and hashed."""
    joined = (ROOT / name).read_text().replace("\\\n", " ")
    entries = [re.sub(r"\s+", " ", line).strip() for line in joined.splitlines() if line and not line.startswith("#")]
    found = [PINNED.fullmatch(entry) for entry in entries]
    assert [entry for entry, match in zip(entries, found, strict=True) if match is None] == []
    return {match[1].lower(): match[2] for match in found if match}


@pytest.mark.parametrize("name", LISTS)
def test_every_entry_is_pinned_with_its_hashes_and_names_no_host(name: str) -> None:
    assert pins(name)
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", (ROOT / name).read_text())


def test_each_list_holds_the_one_before_at_the_same_versions() -> None:
    app, run, dev = (pins(name) for name in LISTS[:3])
    assert app.items() <= run.items() <= dev.items()
    assert len(app) < len(run) < len(dev)


@pytest.mark.parametrize("name", LISTS)
def test_the_driver_that_django_would_prefer_in_silence_is_in_no_list(name: str) -> None:
    assert not {"psycopg", "psycopg-binary", "psycopg-c", "psycopg-pool"} & pins(name).keys()
