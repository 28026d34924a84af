"""The rules of the house that no tool knows: sizes, words, doors, events."""

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template
from django.utils.translation.template import templatize

from esn.activity.events import declared

ROOT: Path = settings.BASE_DIR
FLOORS = ("demo", "api", "digests", "search", "issues", "feeds", "notifications", "people", "esn", "embedded")
MODULE, TEST_MODULE, FUNCTION, TEMPLATE = 300, 400, 40, 100
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
INLINE = re.compile(
    r"<style\b|\sstyle=|\son[a-z]+=[\"']|<script(?![^>]*(?:\bsrc=|type=\"application/json\"))", re.IGNORECASE
)
RAW_HTML = re.compile(r"\.(?:inner|outer)HTML\s*=|insertAdjacentHTML|document\.write|setHTML")
LISTS = {"samples.py"}  # what they hold is examples, not steps to follow
MAY_SET_HTML = {"live.js"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts)


def templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())


def too_long(paths: Iterator[Path] | list[Path], most: int) -> list[str]:
    sizes = [(path, len(path.read_text().splitlines())) for path in paths]
    return [f"{path.relative_to(ROOT)}: {size} lines" for path, size in sizes if size > most]


def test_modules_can_be_read_in_one_sitting() -> None:
    assert too_long(modules(*FLOORS, "bench", "deploy"), MODULE) == []
    assert too_long(modules("tests"), TEST_MODULE) == []
    assert too_long(templates(), TEMPLATE) == []


def test_functions_can_be_seen_at_once() -> None:
    long = []
    for path in modules(*FLOORS):
        for node in ast.walk(ast.parse(path.read_text())) if path.name not in LISTS else ():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert long == []


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_template_compiles() -> None:
    for path in templates():
        get_template(str(path.relative_to(ROOT / "templates")))


def test_no_template_carries_a_script_or_a_style() -> None:
    guilty = []
    for path in templates():
        if path.suffix == ".html" and "mail" not in path.parts:
            lines = path.read_text().splitlines()
            guilty += [f"{path.relative_to(ROOT)}:{at}" for at, line in enumerate(lines, 1) if INLINE.search(line)]
    assert guilty == []


def test_html_enters_a_page_by_htmx_and_live_only() -> None:
    ours = [path for path in (ROOT / "static" / "js").rglob("*.js") if path.name not in MAY_SET_HTML]
    assert [path.name for path in ours if RAW_HTML.search(path.read_text())] == []


def test_every_event_is_recorded_by_some_action() -> None:
    used: set[str] = set()
    names: dict[str, str] = {}
    for path in modules(*FLOORS):
        tree = ast.parse(path.read_text())
        if path.name == "events.py" or "events" in path.parts:
            names |= {name: str(path.relative_to(ROOT)) for name in _events_of(tree)}
        else:
            used |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            used |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert declared
    assert {name: where for name, where in names.items() if name not in used} == {}


def _events_of(tree: ast.Module) -> Iterator[str]:
    """The variables of a module that hold an `Event[...](...)`."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            maker = node.value.func
            inner = maker.value if isinstance(maker, ast.Subscript) else maker
            if isinstance(inner, ast.Name) and inner.id == "Event":
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def spoken() -> dict[tuple[str | None, str], str]:
    """Every message of the source with one place where it is used, keyed by context and text."""
    found: dict[tuple[str | None, str], str] = {}
    sources = [(path, path.read_text()) for path in modules(*FLOORS)]
    sources += [(path, _as_code(path)) for path in templates() if path.suffix in {".html", ".txt", ".js"}]
    for path, source in sources:
        handle = io.BytesIO(source.encode())
        for line, message, _comments, context in extract("python", handle, KEYWORDS):
            text = message[0] if isinstance(message, tuple) else message
            if text:
                found[context, text] = f"{path.relative_to(ROOT)}:{line}"
    return found


def _as_code(path: Path) -> str:
    """What a template says, as calls of gettext; what is blanked out of it must not look like indented code."""
    return "\n".join(line.strip() for line in templatize(path.read_text()).splitlines())


def test_everything_that_is_said_is_said_in_french() -> None:
    folder = ROOT / "locale" / "fr" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as handle:
        book = read_po(handle)
    known = {(message.context, _first(message.id)): message for message in book if message.id}
    missing = {where: key[1] for key, where in spoken().items() if key not in known}
    assert missing == {}
    assert [key for key, message in known.items() if message.fuzzy] == []
    assert [key for key, message in known.items() if not _whole(message.string)] == []
    assert [key for key, message in known.items() if _holes(key[1]) ^ _holes(_first(message.string))] == []


def test_the_compiled_french_is_the_written_one() -> None:
    folder = ROOT / "locale" / "fr" / "LC_MESSAGES"
    with (folder / "django.po").open("rb") as written, (folder / "django.mo").open("rb") as compiled:
        po, mo = read_po(written), read_mo(compiled)
    assert _said(mo) == _said(po)


Text = str | tuple[str, ...] | list[str] | None


def _said(book: Catalog) -> dict[tuple[str, str], list[str]]:
    """What a book says for each message, its plurals included; contexts of a compiled book come as bytes."""
    return {(_context(m.context), _first(m.id)): _all(m.string) for m in book if m.id}


def _context(raw: str | bytes | None) -> str:
    return raw.decode() if isinstance(raw, bytes) else raw or ""


def _all(text: Text) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def _first(text: Text) -> str:
    return text if isinstance(text, str) else (text or [""])[0]


def _whole(text: Text) -> bool:
    return bool(text) and all(text or "")


def _holes(text: str) -> set[str]:
    """The named places that a message leaves open; a singular may leave out the number."""
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text)) - {"%(count)s", "%(counter)s", "%(n)s", "{n}", "{count}"}
