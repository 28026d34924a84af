"""The settings as mypy's Django plugin reads them, where no server runs."""

import os

from embedded.attach import PLACEHOLDERS

for name, value in PLACEHOLDERS.items():
    os.environ.setdefault(name, value)

from esn.settings import *  # noqa: E402, F403
