"""What can go wrong, in the words of the domain. The web layer turns these into answers in the reader's language.

`code` is stable and may be relied upon by programs. The message is an English msgid with str.format placeholders; the web
layer translates it and fills in `values`.
"""

from __future__ import annotations

from typing import ClassVar


class Problem(Exception):
    """Something the caller should be told."""

    code: ClassVar[str] = "problem"
    status: ClassVar[int] = 400
    message: ClassVar[str] = "Something about this request was not right."

    def __init__(self, message: str | None = None, *, code: str | None = None, **values: object) -> None:
        self.text = message or self.message
        self.stable_code = code or self.code
        self.values = values
        super().__init__(self.text.format(**values) if values else self.text)


class Invalid(Problem):
    """What was sent cannot be taken as it is."""

    code = "invalid"
    status = 422
    message = "Something that was sent is not as expected."


class NotSignedIn(Problem):
    """It is not known who asks."""

    code = "not_signed_in"
    status = 401
    message = "Please sign in first."


class NotAllowed(Problem):
    """It is known who asks, and they may not."""

    code = "not_allowed"
    status = 403
    message = "You may not do this."


class NotFound(Problem):
    """It is not there, or not for the one who asks: the two are never told apart."""

    code = "not_found"
    status = 404
    message = "This was not found."


class Conflict(Problem):
    """It could be done before, but no longer."""

    code = "conflict"
    status = 409
    message = "This has changed in the meantime."


class TooLarge(Problem):
    """More than is taken at once."""

    code = "too_large"
    status = 413
    message = "This is more than can be taken at once."


class TooMany(Problem):
    """Asked too often. `retry_after` is in seconds."""

    code = "too_many"
    status = 429
    message = "That was too often. Please wait a little."

    def __init__(
        self, message: str | None = None, *, retry_after: int = 60, code: str | None = None, **values: object
    ) -> None:
        self.retry_after = retry_after
        super().__init__(message, code=code, **values)


class Unavailable(Problem):
    """A part that is needed is away for now; nothing was lost."""

    code = "unavailable"
    status = 503
    message = "This is not possible for the moment. Please try again shortly."


class Erased(Problem):
    """The key of this content was destroyed on purpose."""

    code = "erased"
    status = 410
    message = "This content was erased."
