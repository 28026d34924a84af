"""`make test-debian`: the production processes on Debian's PostgreSQL and Redis, behind Debian's nginx.

A person logs in, listens on a socket and publishes a post; the socket hears of it. Then the tests that lean on SQL.
"""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from embedded.attach import ROOT
from embedded.children import spawn
from embedded.ports import free_port
from embedded.servers import Servers

PACKAGES = ("postgresql", "redis-server", "nginx-light")
PROGRAMS = ("redis-server", "nginx")
POSTGRES = Path("/usr/lib/postgresql")
SQL_TESTS = (
    "tests/activity",
    "tests/people",
    "tests/feeds/test_timeline.py",
    "tests/feeds/test_statements.py",
    "tests/issues/test_story.py",
    "tests/issues/test_races.py",
)
PASSWORD = "potluck-demo"  # as tests.world has it, which wants Django set up
PATIENCE = 60.0


def install() -> None:
    """Fetch what is missing, as root by apt."""
    env = dict(os.environ, PATH=f"{os.environ['PATH']}:/usr/sbin", DEBIAN_FRONTEND="noninteractive")
    os.environ["PATH"] = env["PATH"]
    if POSTGRES.exists() and all(shutil.which(program) for program in PROGRAMS):
        return
    if os.geteuid() != 0:
        sys.exit(f"test-debian needs {', '.join(PACKAGES)}: install them, or run it as root.")
    for argv in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", *argv], env=env, stdout=subprocess.DEVNULL, check=True)


def wait_for(happened: Callable[[], bool], what: str) -> None:
    """Return as soon as it happened; asked again and again, for it happens in processes that tell nobody."""
    limit = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > limit:
            raise SystemExit(f"test-debian: {what} did not happen")
        time.sleep(0.1)


class Site:
    """web, live, worker, beat and the proxy, each as docker-compose.yml starts it."""

    def __init__(self, home: Path, servers: Servers) -> None:
        self.home = home
        self.web, self.live, self.proxy = (free_port("127.0.0.1", port) for port in (18001, 18002, 18003))
        self.url = f"http://127.0.0.1:{self.proxy}"
        self.environ = {
            **os.environ,
            **servers.environ,
            "SECRET_KEY": "a-key-for-one-smoke-test-which-signs-nothing-of-worth-at-all",
            "BASE_URL": self.url,
            "STATIC_ROOT": str(home / "static"),
            "MEDIA_ROOT": str(home / "media"),
            "ESN_DATA_DIR": str(home / "data"),
            "TRUSTED_PROXIES": "1",
            "WEB_PROCESSES": "1",
            "BIND": f"127.0.0.1:{self.web}",
        }

    def manage(self, *arguments: str) -> None:
        subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.environ, check=True)

    def commands(self) -> dict[str, list[str]]:
        module = [sys.executable, "-m"]
        celery = [*module, "celery", "--quiet", "-A", "esn.celery"]
        uvicorn = [*module, "uvicorn", "esn.asgi:application", "--host", "127.0.0.1", "--port", str(self.live)]
        return {
            "web": [*module, "gunicorn", "--config", "deploy/gunicorn.conf.py", "esn.wsgi:application"],
            "live": [*uvicorn, "--lifespan", "off", "--no-proxy-headers", "--ws", "websockets-sansio"],
            "worker": [*celery, "worker", "--pool", "threads", "--loglevel", "WARNING", "--without-mingle"],
            "beat": [*celery, "beat", "--scheduler", "celery.beat:Scheduler", "--loglevel", "WARNING", "--pidfile="],
            "proxy": ["nginx", "-e", "stderr", "-c", str(self._proxy_settings())],
        }

    def _proxy_settings(self) -> Path:
        """deploy/proxy.conf with the ports of this machine."""
        text = (ROOT / "deploy" / "proxy.conf").read_text()
        for name, port in (("web:8000", self.web), ("live:8000", self.live)):
            text = text.replace(f"server {name}", f"server 127.0.0.1:{port}")
        text = text.replace("listen 8080", f"listen 127.0.0.1:{self.proxy}")
        folders = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{kind}_temp_path {self.home}/{kind};\n" for kind in folders)
        main = (
            f"daemon off;\npid {self.home}/nginx.pid;\nevents {{}}\nhttp {{\naccess_log off;\n{temporary}{text}\n}}\n"
        )
        settings = self.home / "nginx.conf"
        settings.write_text(main if os.geteuid() else f"user root;\n{main}")
        return settings

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """All of them, ended at the end; what they said is shown when something went wrong."""
        children = {}
        try:
            for name, argv in self.commands().items():
                with (self.home / f"{name}.log").open("wb") as log:
                    children[name] = spawn(argv, cwd=ROOT, env=self.environ, output=log)
            yield
        except BaseException:
            for name in children:
                print(f"--- {name}\n{(self.home / f'{name}.log').read_text(errors='replace')[-3000:]}")
            raise
        finally:
            for child in children.values():
                child.terminate()
            for child in children.values():
                child.wait(30)


def ready(site: Site) -> bool:
    """Whether the site answers through the proxy and can do its work."""
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{site.url}/health/ready").status_code == 200
    return False


def ticks(site: Site) -> bool:
    """Whether worker and beat have met."""
    argv = [sys.executable, "deploy/healthcheck.py", "--tick"]
    environ = {**site.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(argv, cwd=ROOT, env=environ, check=False).returncode == 0


def logged_in(site: Site, handle: str) -> httpx.Client:
    """A browser in which a person of the cast has logged in by the form."""
    client = httpx.Client(base_url=site.url, headers={"Origin": site.url})
    page = client.get("/login/")
    assert page.status_code == 200, page.text[:500]
    sheet = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page.text)
    assert sheet, "the login page names no collected style sheet"
    assert "immutable" in client.get(sheet.group(1)).headers["cache-control"]
    answer = client.post("/login/", data={"login": handle, "password": PASSWORD, **token(page.text)})
    assert answer.status_code == 302, answer.text
    return client


def token(html: str) -> dict[str, str]:
    """The form's key against forgery."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html) or re.search(
        r'name="csrf-token" content="([^"]+)"', html
    )
    assert found, "the page has no CSRF token"
    return {"csrfmiddlewaretoken": found.group(1)}


def hear(wire: ClientConnection, words: str) -> None:
    """Wait for the frame that holds these words. Raises TimeoutError."""
    while words not in str(wire.recv(timeout=PATIENCE)):
        continue


def a_post_is_heard(site: Site) -> None:
    """Carl listens to Sales, Rita writes there."""
    rita, carl = logged_in(site, "rita"), logged_in(site, "carl")
    cookie = "; ".join(f"{name}={value}" for name, value in carl.cookies.items())
    address = site.url.replace("http://", "ws://") + "/ws/live/"
    headers = {"Cookie": cookie}
    origin, protocols = Origin(site.url), [Subprotocol("live.v1")]
    with connect(address, origin=origin, subprotocols=protocols, additional_headers=headers) as wire:
        wire.send(json.dumps({"t": "hello", "s": {"c:sales": None}}))
        hear(wire, '"hi"')
        form = {"body": "Heard through proxy, worker and socket", "kind": "update", "community": "sales"}
        answer = rita.post("/posts/", data={**form, **token(rita.get("/c/sales/").text)})
        assert answer.status_code in {200, 201, 302}, answer.text
        hear(wire, "Heard through proxy")


def five_gigabytes(site: Site, path: str) -> str:
    """What the site answers to somebody who is about to send so much."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.proxy}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
    with socket.create_connection(("127.0.0.1", site.proxy), timeout=PATIENCE) as line:
        line.sendall(f"{head}Content-Length: {5 << 30}\r\nConnection: close\r\n\r\n".encode())
        with line.makefile("rb") as answer:
            return answer.read().decode()


def too_much_is_refused_in_words(site: Site) -> None:
    """The proxy lets the application say it, on a page and through the API."""
    page, api = five_gigabytes(site, "/login/"), five_gigabytes(site, "/api/v1/files")
    assert page.startswith("HTTP/1.1 413"), page[:200]
    assert "too large" in page, page[:2000]
    assert api.startswith("HTTP/1.1 413"), api[:200]
    assert "application/problem+json" in api, api[:500]
    assert '"code": "too_large"' in api, api[:2000]
    forged = httpx.get(f"{site.url}/login/", headers={"X-Body-Refused": "large"})
    assert forged.status_code == 200, forged.text


def main() -> int:
    """The smoke test, then the tests that lean on SQL."""
    install()
    newest = max(POSTGRES.iterdir(), key=lambda folder: int(folder.name))
    os.environ["ESN_PG_BIN"] = str(newest / "bin")
    os.environ["ESN_REDIS_SERVER"] = str(shutil.which("redis-server"))
    home = Path(tempfile.mkdtemp(prefix="potluck-debian-"))
    servers = Servers(home / "servers", durable=False)
    try:
        servers.start()
        site = Site(home, servers)
        site.manage("collectstatic", "--noinput", "--verbosity", "0")
        site.manage("prepare")
        site.manage("shell", "--no-imports", "-c", "from tests.world import make_company; make_company()")
        with site.running():
            wait_for(lambda: ready(site), "readiness through the proxy")
            wait_for(lambda: ticks(site), "the first tick")
            a_post_is_heard(site)
            too_much_is_refused_in_words(site)
        print(f"the production processes work on PostgreSQL {newest.name}, Redis and nginx of Debian", flush=True)
    finally:
        servers.stop()
        shutil.rmtree(home, ignore_errors=True)
    return subprocess.run([sys.executable, "-m", "pytest", "-n", "2", *SQL_TESTS], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
