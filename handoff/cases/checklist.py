"""What has to be settled before a case may close, line by line: so that a page can say which line is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from sqlalchemy import func, or_, select

from handoff.cases.conditions import nobody_in_danger
from handoff.cases.models import Answer, Case, Issue, RemedyItem
from handoff.db import Transaction
from handoff.events import EventRow

UPHELD = ("upheld", "partly_upheld")


async def open_lines(tx: Transaction, case: Case) -> tuple[str, ...]:
    """The codes of the lines that do not hold yet, in their order."""
    return tuple([code for code, holds in LINES.items() if not await holds(tx, case)])


async def _acknowledged(tx: Transaction, case: Case) -> bool:
    """By the acknowledgement itself, or by a person who spoke or wrote to them."""
    return case.acknowledged_at is not None or case.first_contact_at is not None


async def _issues_answered(tx: Transaction, case: Case) -> bool:
    listed = await _count(tx, case)
    return listed > 0 and await _count(tx, case, Issue.outcome.is_(None)) == 0


async def _topics_confirmed(tx: Transaction, case: Case) -> bool:
    unclear = or_(Issue.confirmed_by.is_(None), Issue.topic == tx.policy.taxonomy.to_be_classified)
    return await _count(tx, case, unclear) == 0


async def _remedies_done(tx: Transaction, case: Case) -> bool:
    """Done with proof, or let off by the complainant."""
    owed = select(func.count(RemedyItem.id)).where(
        RemedyItem.case_id == case.id, RemedyItem.done_at.is_(None), RemedyItem.waived_at.is_(None)
    )
    return await tx.scalar(owed) == 0


async def _cause_known(tx: Transaction, case: Case) -> bool:
    """After an investigation the cause of what was upheld is noted. What was settled at once is noted as not yet known."""
    looked_into = await tx.scalar(
        select(func.count(EventRow.id)).where(
            EventRow.case_id == case.id,
            EventRow.name == "case.moved",
            EventRow.data["to"].as_string() == "investigating",
        )
    )
    return not looked_into or await _count(tx, case, Issue.outcome.in_(UPHELD), Issue.cause.is_(None)) == 0


async def _routes_stated(tx: Transaction, case: Case) -> bool:
    """The answer went, and with it where else one can turn: no answer is sent without. Our own examination answers nobody."""
    return case.state == "own_motion" or bool(
        await tx.scalar(select(func.count(Answer.id)).where(Answer.case_id == case.id, Answer.sent_at.is_not(None)))
    )


async def _count(tx: Transaction, case: Case, *conditions: object) -> int:
    query = select(func.count(Issue.id)).where(Issue.case_id == case.id, *conditions)  # type: ignore[arg-type]
    return await tx.scalar(query) or 0


Line = Callable[[Transaction, Case], Awaitable[bool]]
# The staff concerned are told in the transaction in which the answer leaves (P15): there is no line to leave open.
LINES: Final[dict[str, Line]] = {
    "acknowledged": _acknowledged,
    "issues_answered": _issues_answered,
    "topics_confirmed": _topics_confirmed,
    "routes_stated": _routes_stated,
    "remedies_done": _remedies_done,
    "cause_known": _cause_known,
    "nobody_in_danger": nobody_in_danger,
}
