"""What became of letters."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class LetterWritten(Event):
    """A letter to the complainant waits to be sent."""

    name = "letter.written"
    letter_id: int
    template: str


@dataclass(frozen=True, kw_only=True)
class LetterSent(Event):
    """The mail server took the letter."""

    name = "letter.sent"
    letter_id: int
    template: str
    prompt_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class LetterRefused(Event):
    """The letter will not reach anybody: refused for good, or nobody took it for days. A person has to find another way."""

    name = "letter.refused"
    letter_id: int
    template: str
    code: int | None
