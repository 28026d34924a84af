"""Secret links cannot be guessed, and what is stored does not open them."""

import string

from esn.lib.links import digest, new_token

PLAIN = {*string.ascii_letters, *string.digits, "-", "_"}


def test_a_token_holds_256_bits_and_fits_into_a_path() -> None:
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert all(len(token) == 43 and set(token) <= PLAIN for token in tokens)


def test_the_stored_digest_is_not_the_token_and_always_the_same() -> None:
    token = new_token()
    assert digest(token) == digest(token)
    assert len(digest(token)) == 64
    assert token not in digest(token)
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_any_text_at_all_has_a_digest() -> None:
    assert len({digest(text) for text in ("", "é", "\ud800", "\0", "x" * 100_000)}) == 5
