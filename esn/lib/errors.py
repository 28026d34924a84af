"""Refusals: how an action says no, with a sentence for the person and a code for programs."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one field of a form or body; an empty name means the whole."""

    field: str
    message: str


class Refusal(Exception):
    """The answer is no. Never raised itself: a class below says which kind of no.

    `message` is a whole translated sentence, `code` a stable word of the API, `status` the HTTP status.
    """

    status: ClassVar[int] = 400

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code

    @property
    def errors(self) -> list[FieldError]:
        """The fields to blame; only a `Refused` has any."""
        return []


class Forbidden(Refusal):
    """This person may see the thing, but not do that with it."""

    status = 403

    def __init__(self, message: str, code: str = "forbidden") -> None:
        super().__init__(message, code)


class Conflict(Refusal):
    """The state of the thing does not allow it, for anyone or just now."""

    status = 409

    def __init__(self, message: str, code: str = "conflict") -> None:
        super().__init__(message, code)


class Refused(Refusal):
    """What was sent cannot be taken as it is; `field` names the culprit where there is one."""

    status = 422

    def __init__(self, message: str, code: str = "invalid", field: str = "") -> None:
        super().__init__(message, code)
        self.field = field

    @property
    def errors(self) -> list[FieldError]:
        """One error: the sentence itself, under the field it is about."""
        return [FieldError(self.field, self.message)]


class TooLarge(Refusal):
    """More bytes than one may send."""

    status = 413

    def __init__(self, message: str, code: str = "too_large") -> None:
        super().__init__(message, code)
