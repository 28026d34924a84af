"""The forms of the site as a browser finds them, and every address of it with things that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

MOST_PAGES = 150
SENT = {"input", "select", "textarea", "button"}
KEY = "csrfmiddlewaretoken"
TYPED = {"input", "text", "textarea", "search", "email", "url", "number", "date", "datetime-local", "time"}
NO_TEXT = {"submit", "button", "image", "reset"}


@dataclass
class Form:
    """A form of a page: where it goes and what it would send as it stands."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)

    @property
    def shape(self) -> tuple[str, ...]:
        """The same for forms of one kind."""
        return (re.sub(r"\d+", "N", self.action.split("?")[0]), self.method, *sorted(self.fields))


class Reader(HTMLParser):
    """Collects the forms and links of a page."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at, self.forms, self.links = at, list[Form](), set[str]()
        self.open: Form | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.links |= {told[name] for name in ("href", "hx-get") if told.get(name, "").startswith(("/", "?"))}
        if tag == "form":
            action = told.get("action") or told.get("hx-post") or self.at
            self.open = Form(action, how_sent(told))
            if self.open.method in {"get", "post"}:
                self.forms.append(self.open)
        elif self.open is not None:
            self._field(self.open, tag, told)

    def _field(self, form: Form, tag: str, told: dict[str, str]) -> None:
        name, kind = told.get("name", ""), told.get("type", tag)
        if tag == "option" and self.select and not form.fields[self.select]:
            form.fields[self.select] = told.get("value", "")
        self.select = name if tag == "select" else self.select if tag in {"option", "optgroup"} else ""
        if tag == "input" and kind == "file":
            form.files.add(name)
        elif (
            tag in {"input", "select", "textarea", "button"}
            and name not in ("", KEY)
            and (kind not in NO_TEXT or told.get("value"))
        ):
            form.fields.setdefault(name, told.get("value", "") or plausible(name, kind))
            if kind in TYPED:
                form.texts.add(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def how_sent(told: dict[str, str]) -> str:
    """The method of a form with these attributes."""
    return "post" if "hx-post" in told else told.get("method", "get").lower()


def plausible(name: str, kind: str) -> str:
    """What a well-meaning person would put there."""
    by_kind = {
        "datetime-local": "2027-03-01T10:00", "date": "2027-03-01", "time": "09:00", "number": "3",
        "email": "somebody@potluck.example", "select": "", "checkbox": "on",
    }  # fmt: skip
    people = dict.fromkeys(("to", "person", "week", "substitute", "reviewer", "owner"), "ines")
    return people.get(name.rpartition("-")[2], by_kind.get(kind, "words"))


def read(client: Client, address: str) -> Reader:
    """What a page holds; nothing if it is not for this reader."""
    found = Reader(address.partition("#")[0])
    answer = client.get(found.at)
    if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
        found.feed(answer.content.decode())
    return found


def crawl(client: Client, *starts: str) -> Iterator[Reader]:
    """The pages that can be reached by links from `starts`, one of each kind."""
    ahead, seen = list(starts), set[str]()
    while ahead and len(seen) < MOST_PAGES:
        address = ahead.pop(0)
        kind = re.sub(r"\d+", "N", address.split("?")[0].split("#")[0])
        if kind in seen or kind.startswith(("/static/", "/admin/", "/api/")) or "logout" in kind:
            continue
        seen.add(kind)
        page = read(client, address)
        ahead += [link if link.startswith("/") else page.at.split("?")[0] + link for link in sorted(page.links)]
        yield page


def forms(client: Client, *starts: str) -> list[Form]:
    """One form of each shape that this reader finds."""
    found: dict[tuple[str, ...], Form] = {}
    for page in crawl(client, *starts):
        for form in page.forms:
            found.setdefault(form.shape, form)
    return list(found.values())


def addresses(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every pattern of the resolver, as `issues/<int:pk>/`."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, pattern)
        elif isinstance(entry, URLPattern):
            yield pattern


def filled(pattern: str, values: dict[str, Any]) -> str:
    """A pattern with its gaps filled: by `values` under the name of its folder, or under the gap's own kind."""
    folder = pattern.partition("/")[0]

    def value(gap: re.Match[str]) -> str:
        return str(values.get(f"{folder}:{gap[2]}", values.get(gap[1] or "str", "x")))

    bare = re.sub(r"<(?:(\w+):)?(\w+)>", value, pattern)
    return "/" + re.sub(r"\(\?P<\w+>[^)]*\)|[\^$]|\\Z", "", bare)
