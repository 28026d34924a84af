"""Runs the whole application in one terminal: servers, set-up, web and worker, and a clean end."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from embedded.attach import ROOT, data_dir
from embedded.children import end, spawn
from embedded.errors import EmbeddedError
from embedded.lock import the_lock
from embedded.ports import free_port
from embedded.secret import secret_of
from embedded.servers import Servers
from embedded.voices import listen, say
from embedded.waiting import tail

PATIENCE = 12.0
ROOT_IS_FINE = "ignore:You're running the worker with superuser privileges"  # json only, and nobody's but ours
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
SHARED_WITH_MANAGE = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "BASE_URL", "ESN_DATA_DIR")


@dataclass(frozen=True)
class Wishes:
    """What the person at the terminal asked for."""

    host: str
    port: int | None
    demo: bool


class Supervisor:
    """One run of the application; `run` returns the exit code."""

    def __init__(self, wishes: Wishes) -> None:
        self.wishes = wishes
        self.began = time.monotonic()
        self.data = data_dir()
        self.asked = 0
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.listeners: list[threading.Thread] = []
        self.environ = dict(os.environ, PYTHONUNBUFFERED="1", PYTHONWARNINGS=ROOT_IS_FINE, ESN_DATA_DIR=str(self.data))
        self.port = 0
        self.servers: Servers | None = None

    def run(self) -> int:
        """Start everything, watch it, and stop it when asked or when something ends by itself."""
        for number in SIGNALS:
            signal.signal(number, self._on_signal)
        with contextlib.ExitStack() as stack:
            stack.enter_context(the_lock(self.data))
            self._start_servers(stack)
            self._settle_address(stack)
            stack.callback(self._stop_children)
            self._start("web", self._web())  # it needs as long to load as the database to be prepared
            if not self._prepare():
                return 130
            self._start("worker", self._worker())
            code = self._watch()
        if code == 0:
            say("potluck", "stopped; the data is kept")
        return code

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1
        if self.asked == 1:
            say("potluck", "stopping ... (again to stop at once)")

    def _start_servers(self, stack: contextlib.ExitStack) -> None:
        if self.environ.get("DATABASE_URL") and self.environ.get("REDIS_URL"):
            return
        servers = self.servers = Servers(self.data)
        stack.callback(servers.stop)
        servers.start()
        for name, value in servers.environ.items():
            self.environ[name] = self.environ.get(name) or value
        say("potluck", f"PostgreSQL and Valkey are up, their data is in {servers.home}")

    def _settle_address(self, stack: contextlib.ExitStack) -> None:
        """Choose the port, draw the key, and write down both for manage.py in another terminal."""
        self.port = free_port(self.wishes.host, self.wishes.port)
        shown = "127.0.0.1" if self.wishes.host in {"0.0.0.0", "::"} else self.wishes.host
        self.environ["SECRET_KEY"] = self.environ.get("SECRET_KEY") or secret_of(self.data)
        self.environ["BASE_URL"] = self.environ.get("BASE_URL") or f"http://{shown}:{self.port}"
        self.environ.setdefault("LOG_PLAIN", "1")
        self.environ.setdefault("LOG_LEVEL", "WARNING")
        urls = self.data / "urls.json"
        fresh = urls.with_suffix(".new")
        fresh.touch(0o600)
        fresh.write_text(json.dumps({name: self.environ[name] for name in SHARED_WITH_MANAGE}))
        fresh.replace(urls)
        stack.callback(urls.unlink, missing_ok=True)

    def _prepare(self) -> bool:
        """Migrate and seed; False when asked to stop meanwhile."""
        argv = [sys.executable, "manage.py", "prepare", *(["--demo"] if self.wishes.demo else [])]
        environ = {**self.environ, "STATEMENT_SECONDS": "0"}
        with self._log("prepare").open("wb") as output:
            child = spawn(argv, cwd=ROOT, env=environ, output=output)
        while child.poll() is None:
            if self.asked:
                end(child, signal.SIGTERM, patience=2)
                return False
            time.sleep(0.02)
        if child.returncode:
            raise EmbeddedError(f"the database could not be prepared:\n{tail(self._log('prepare'))}")
        return True

    def _web(self) -> list[str]:
        argv = [sys.executable, "-m", "uvicorn", "esn.asgi:application", "--host", self.wishes.host]
        argv += ["--port", str(self.port), "--lifespan", "off", "--log-level", "warning", "--no-server-header"]
        argv += ["--ws", "esn.live.uvicorn_protocol:LiveProtocol", "--ws-per-message-deflate", "false"]
        argv += ["--timeout-graceful-shutdown", "3"]
        return [*argv, "--no-proxy-headers"]

    def _worker(self) -> list[str]:
        argv = [sys.executable, "-m", "celery", "--quiet", "-A", "esn.celery", "worker", "--beat", "--pool", "threads"]
        argv += ["--scheduler", "celery.beat:Scheduler", "--concurrency", self.environ.get("WORKER_THREADS", "4")]
        return [*argv, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]

    def _start(self, name: str, argv: list[str]) -> None:
        child = spawn(argv, cwd=ROOT, env=self.environ, output=subprocess.PIPE)
        self.children[name] = child
        self.listeners.append(listen(name, child, self._log(name)))

    def _log(self, name: str) -> Path:
        folder = self.data / "log"
        folder.mkdir(exist_ok=True)
        return folder / f"{name}.log"

    def _watch(self) -> int:
        """Announce the address once it answers; 0 when asked to stop, 1 when a process ended by itself."""
        announced = False
        while not self.asked:
            for name, child in self.children.items():
                if child.poll() is not None:
                    say("potluck", f"{name} ended by itself ({child.returncode}), so all stops: see {self._log(name)}")
                    return 1
            for name in self.servers.revive() if self.servers else ():
                say("potluck", f"{name} ended by itself and was started again")
            if not announced and self._answers():
                announced = True
                self._announce()
            time.sleep(0.1 if announced else 0.05)
        return 0

    def _answers(self) -> bool:
        host = self.wishes.host
        line = http.client.HTTPConnection("127.0.0.1" if host == "0.0.0.0" else host, self.port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(line):
            line.request("GET", "/health/live", headers={"Host": self.environ["BASE_URL"].split("//", 1)[1]})
            return line.getresponse().status == 200
        return False

    def _announce(self) -> None:
        for line in self._log("prepare").read_text(errors="replace").splitlines():
            say("potluck", line)
        seconds = time.monotonic() - self.began
        say("potluck", f"open {self.environ['BASE_URL']}/ (ready after {seconds:.1f} s, Ctrl-C stops it)")

    def _stop_children(self) -> None:
        """SIGTERM to all, patience, then SIGKILL, also to what they started; a second Ctrl-C ends the patience."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        limit = time.monotonic() + PATIENCE
        while any(child.poll() is None for child in self.children.values()):
            if time.monotonic() > limit or self.asked > 1:
                break
            time.sleep(0.02)
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        for thread in self.listeners:
            thread.join(2)
