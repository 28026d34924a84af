"""Secret links: a token that cannot be guessed, and the digest that is stored in its place."""

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in a path; shown once, never stored."""
    return secrets.token_urlsafe(BYTES)


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hex: what the database holds and is asked for.

    A plain hash is enough, because the token is random: there is no dictionary to try.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
