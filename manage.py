#!/usr/bin/env python
"""The command line: it finds the servers of a running `make run` by itself."""

import os
import sys

from django.core.management import execute_from_command_line

from embedded.attach import attach

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    os.environ.setdefault("STATEMENT_SECONDS", "0")
    attach(command=sys.argv[1] if len(sys.argv) > 1 else "help")
    execute_from_command_line(sys.argv)
