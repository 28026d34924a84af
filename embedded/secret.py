"""The key that signs sessions and links, drawn once for a data folder."""

import os
import secrets
from pathlib import Path


def secret_of(folder: Path) -> str:
    """The key in folder/secret, readable by its owner only; drawn if there is none yet."""
    kept = folder / "secret"
    if not kept.exists():
        fresh = folder / f"secret.{os.getpid()}"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(48))
        fresh.replace(kept)
    kept.chmod(0o600)
    return kept.read_text().strip()
