#!/usr/bin/env python
"""The command line: it finds the servers of a running `make run` by itself."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from embedded.attach import attach


def main() -> None:
    """Run the command; a setting that is wrong or missing ends it with its one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    os.environ.setdefault("STATEMENT_SECONDS", "0")
    attach(command=sys.argv[1] if len(sys.argv) > 1 else "help")
    try:
        _ = settings.INSTALLED_APPS  # read now, so that trouble with a setting surfaces as what it is
    except ImproperlyConfigured as wrong:
        sys.exit(str(wrong))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
