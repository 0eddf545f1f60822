"""The letters of a case, each with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from handoff.cases import Case
from handoff.db import Transaction


@dataclass(frozen=True)
class LetterLine:
    what: str
    status: str
    at: datetime


async def letters_of(tx: Transaction, case: Case, language: str) -> list[LetterLine]:
    return []
