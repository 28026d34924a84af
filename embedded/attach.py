"""Lets manage.py in a second terminal use the servers of a running `make run`."""

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NEEDED = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY")
OFFLINE = frozenset(
    {"check", "collectstatic", "compilemessages", "help", "makemessages", "makemigrations", "spectacular", "version"}
)
PLACEHOLDERS = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1",
    "SECRET_KEY": "only-for-commands-that-serve-nobody-and-sign-nothing",
}


def data_dir() -> Path:
    """The folder that holds everything `make run` keeps."""
    return Path(os.environ.get("ESN_DATA_DIR") or ROOT / ".data").resolve()


def attach(*, command: str) -> None:
    """Fill the addresses that are missing from the environment, or leave with one sentence that says how."""
    if all(os.environ.get(name) for name in NEEDED):
        return
    for name, value in _found().items():
        os.environ.setdefault(name, value)
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if missing and _is_offline(command):
        for name in missing:
            os.environ[name] = PLACEHOLDERS[name]
    elif missing:
        sys.exit(
            f"Nothing runs here: start `make run` in another terminal, or set {', '.join(missing)} (see .env.example)."
        )


def _is_offline(command: str) -> bool:
    return command in OFFLINE or command.startswith("-") or not {"-h", "--help"}.isdisjoint(sys.argv)


def _found() -> dict[str, str]:
    """What the supervisor wrote for us; empty when none runs."""
    try:
        found = json.loads((data_dir() / "urls.json").read_text())
    except (OSError, ValueError):
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}
