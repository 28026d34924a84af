"""Secret links: a token that cannot be guessed, and the digest that is stored in its place."""

import base64
import hashlib
import secrets

from django.utils.crypto import salted_hmac

BYTES = 32


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in a path; shown once, never stored."""
    return secrets.token_urlsafe(BYTES)


def derived_token(purpose: str, nonce: str) -> str:
    """Return the 256 bits that the server's key makes of a nonce, as 43 characters that are safe in a path.

    For a link that must be written more than once, into a mail that is tried again, and still be stored nowhere:
    the nonce alone, which the database holds, is worth nothing without the key.
    """
    made = salted_hmac(f"potluck.{purpose}", nonce, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hex: what the database holds and is asked for.

    A plain hash is enough, because the token is random: there is no dictionary to try.
    """
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
