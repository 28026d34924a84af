"""Who comes in without a login, and what every answer carries."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

from esn.public import PUBLIC, is_public
from issues.models import Issue
from tests.world import World

SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "6f1f6b8e-6a3e-4f0e-9b57-0d0c4e0f9a11", "path": "x"}


def pages(resolver: URLResolver, names: tuple[str, ...] = ()) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from pages(entry, (*names, entry.namespace) if entry.namespace else names)
        elif entry.name:
            yield ":".join((*names, entry.name)), entry


def addresses() -> dict[str, str]:
    """Every named page with an address of it."""
    found = {}
    for name, entry in pages(get_resolver()):
        converters = entry.pattern.converters
        try:
            sample = {
                key: SAMPLES[type(kind).__name__.removesuffix("Converter").lower()] for key, kind in converters.items()
            }
            found[name] = reverse(name, kwargs=sample)
        except (KeyError, NoReverseMatch):
            continue
    return found


def test_every_entry_of_the_written_list_is_a_page() -> None:
    names = {name for name, _ in pages(get_resolver())}
    assert [pattern for pattern in PUBLIC if "*" not in pattern and pattern not in names] == []


def test_no_address_is_claimed_by_two_pages() -> None:
    taken = {
        name: resolve(url).view_name for name, url in addresses().items() if not name.startswith(("admin:", "api-1:"))
    }
    assert {name: view for name, view in taken.items() if view != name} == {}


def test_what_needs_no_login_says_nothing_of_anybody(client: Client, potato: Issue, world: World) -> None:
    told = [person.name for person in (world.rita, world.carl, world.maya, world.ines, world.gus, world.ada)]
    secrets = [*told, potato.title, potato.key, "Aldera", world.sales.name]
    found = []
    for name, url in addresses().items():
        if is_public(name):
            body = client.get(url).content.decode(errors="replace")
            found += [f"{name} says {secret}" for secret in secrets if f">{secret}<" in body or f'"{secret}"' in body]
    assert found == []


@pytest.mark.django_db
def test_a_stranger_sees_nothing_but_the_login(client: Client) -> None:
    let_in = []
    for name, url in addresses().items():
        if not is_public(name):
            answer = client.get(url)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/login/"):
                let_in.append(f"{name} {url}: {answer.status_code}")
    assert let_in == []


@pytest.mark.django_db
def test_htmx_is_sent_to_the_login_as_a_whole(client: Client) -> None:
    answer = client.get(addresses()["people:list"], headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["/login/", "/no-such-page/", "/health/live", "/people/"])
def test_every_answer_is_strict_and_kept_by_nobody(client: Client, url: str) -> None:
    headers = client.get(url).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] in {"private, no-store", "max-age=0, no-cache, no-store, must-revalidate, private"}
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_localhost_is_sent_to_the_one_name_of_the_site(client: Client) -> None:
    answer = client.get("/login/?next=/c/", headers={"Host": "localhost:8000"})
    assert answer.status_code == 301
    assert answer.headers["Location"] == "http://127.0.0.1:8000/login/?next=/c/"


@pytest.mark.django_db
def test_another_host_is_refused(client: Client) -> None:
    assert client.get("/login/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.django_db
def test_metrics_are_for_this_machine(client: Client) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={"X-Forwarded-For": "198.51.100.7"}).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="198.51.100.7").status_code == 404
