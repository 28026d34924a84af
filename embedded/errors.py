"""Trouble that the person at the terminal can put right."""


class EmbeddedError(RuntimeError):
    """Its text is one sentence (and perhaps the end of a log) for that person."""
