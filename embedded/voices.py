"""What the processes say: a log for each, and one terminal for all."""

import contextlib
import subprocess
import sys
import threading
from pathlib import Path

COLOURS = {"web": 36, "worker": 33, "potluck": 32}


def say(name: str, line: str) -> None:
    """One line on the terminal, under the name of who says it."""
    label = f"{name:<7} |"
    if sys.stdout.isatty():
        label = f"\033[{COLOURS.get(name, 32)}m{label}\033[0m"
    with contextlib.suppress(OSError):
        print(label, line, flush=True)


def listen(name: str, child: subprocess.Popen[bytes], log: Path) -> threading.Thread:
    """Copy what a child says to its log and to the terminal, until it ends."""
    thread = threading.Thread(target=_pump, args=(name, child, log), daemon=True)
    thread.start()
    return thread


def _pump(name: str, child: subprocess.Popen[bytes], log: Path) -> None:
    with log.open("a", encoding="utf-8") as out:
        for raw in child.stdout or ():
            line = raw.decode(errors="replace").rstrip("\n")
            print(line, file=out, flush=True)
            say(name, line)
