"""What every test may ask for: the site on a real port, and browsers that look at it."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as trying
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from esn.asgi import application
from people.models import Person
from tests import browser as chromium
from tests.cast import *  # noqa: F403 the fixtures of the people
from tests.cluster import bound

# how long an example takes says more of the machine than of the code
trying.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
trying.load_profile("house")

OpenPage = Callable[..., Page]
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
# without these Chromium calls home at its start
QUIET = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Servers that are thrown away take their databases with them."""
    return bool(os.environ.get("POTLUCK_THROW_AWAY"))


@pytest.fixture(autouse=True)
def _fresh_start() -> None:
    """Nothing of the test before: no kept answers, and not the language of its last reader."""
    cache.clear()
    translation.activate(settings.LANGUAGE_CODE)


class Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As always; then it is up."""
        await super().startup(sockets=sockets)
        self.up.set()


@contextmanager
def serving() -> Iterator[str]:
    """The real ASGI application, HTTP and WebSocket, at BASE_URL."""
    config = uvicorn.Config(
        application, log_level="warning", lifespan="off", ws="websockets-sansio", timeout_graceful_shutdown=1
    )
    server = Server(config)
    port = settings.SITE.port
    assert port is not None, "the site under test has a port of its own"
    with bound(port) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        assert server.up.wait(60), "the site under test did not come up"
        yield settings.BASE_URL
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def site(transactional_db: None) -> Iterator[str]:
    """Where the site under test answers, on the test database, with real commits."""
    with serving() as url:
        yield url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the session."""
    where = chromium.find()
    if where is None:
        pytest.fail("there is no Chromium: `make test` puts one there")
    environ: dict[str, str | float | bool] = {**os.environ, **chromium.environ()}
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=where, args=QUIET, env=environ)
        yield running
        running.close()


def sign_in(context: BrowserContext, person: Person) -> None:
    """Give a browser the session of someone who has logged in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": settings.BASE_URL}])


class Windows:
    """Opens browsers of one size and remembers what their consoles complained about."""

    def __init__(self, browser: Browser, size: dict[str, int], stack: ExitStack) -> None:
        self.browser, self.size, self.stack = browser, size, stack
        self.complaints: list[str] = []

    def open(self, person: Person | None = None, *, language: str = "en", dark: bool = False) -> Page:
        """A page in a browser of its own, logged in as `person` if one is given."""
        context = self.browser.new_context(
            viewport={"width": self.size["width"], "height": self.size["height"]},
            base_url=settings.BASE_URL,
            locale=language,
            color_scheme="dark" if dark else "light",
            has_touch=self.size is PHONE,
            reduced_motion="reduce",
        )
        self.stack.callback(context.close)
        if person:
            sign_in(context, person)
        page = context.new_page()
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _listen(self, message: ConsoleMessage) -> None:
        # an answer like 409 or 422 is logged by Chromium as an error, but is none
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.complaints.append(message.text)


@contextmanager
def windows(browser: Browser, size: dict[str, int]) -> Iterator[Windows]:
    """Browsers of one size; whatever their consoles complained about fails the test."""
    with ExitStack() as stack:
        opened = Windows(browser, size, stack)
        yield opened
    assert not opened.complaints, "the browser complained:\n" + "\n".join(opened.complaints)


@pytest.fixture
def desktop(site: str, browser: Browser) -> Iterator[OpenPage]:
    """`desktop(rita)` opens a 1280 px wide browser in which Rita is logged in."""
    with windows(browser, DESKTOP) as opened:
        yield opened.open


@pytest.fixture
def phone(site: str, browser: Browser) -> Iterator[OpenPage]:
    """`phone(rita)` opens a 390 px wide browser in which Rita is logged in."""
    with windows(browser, PHONE) as opened:
        yield opened.open


@pytest.fixture
def page(desktop: OpenPage) -> Page:
    """A desktop browser in which nobody is logged in."""
    return desktop()
