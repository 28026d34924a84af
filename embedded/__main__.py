"""`python -m embedded`: what `make run` starts."""

import argparse
import os
import sys

from embedded.errors import EmbeddedError
from embedded.supervisor import Supervisor, Wishes


def wishes() -> Wishes:
    """The command line, with HOST and PORT of the environment as its defaults."""
    line = argparse.ArgumentParser(prog="python -m embedded", description="The whole application on this machine.")
    line.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    line.add_argument("--port", type=int, default=os.environ.get("PORT") or None)
    line.add_argument("--no-demo", action="store_true", help="start empty, without the demo company")
    given = line.parse_args()
    return Wishes(given.host, given.port, demo=not given.no_demo)


def main() -> int:
    """Run until asked to stop."""
    try:
        return Supervisor(wishes()).run()
    except EmbeddedError as trouble:
        print(f"potluck: {trouble}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
