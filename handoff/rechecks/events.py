"""What happens when closed cases are read again."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class RecheckDrawn(Event):
    """Chance chose the closed case to be read again."""

    name = "case.recheck_drawn"
    recheck_id: int
    month: str


@dataclass(frozen=True, kw_only=True)
class CaseRechecked(Event):
    """Somebody read the closed case again, and said whether it was handled fairly."""

    name = "case.rechecked"
    recheck_id: int
    fair: bool
    own_work: bool
