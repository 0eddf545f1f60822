"""Whom chance asks: by the month and the case's number alone, in a way that anybody can do again.

Everybody is asked while closures stay within the census. Above it each case has the same chance, except that a group (of
outcome, channel and severity) of which few were closed this month is asked as a whole: else small groups would be silent.
How it was decided stands in `sampled_by`: "census", or "draw:2026-11:0.4:upheld/chat/2" with month, chance and group.
"""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import func, select

from handoff.cases import Case
from handoff.cases.looking_up import issues_of, latest_assessment
from handoff.db import Transaction
from handoff.surveys.models import Survey

CENSUS = "census"
LEAST_OF_A_GROUP = 5  # in a month, before chance decides


async def draw(tx: Transaction, case: Case) -> tuple[str, bool]:
    """How it was decided, and whether this case is asked. Nothing that a handler can choose goes into it."""
    now, census = tx.clock.now(), tx.policy.survey.census_up_to_a_month
    month = datetime(now.year, now.month, 1, tzinfo=UTC)
    closed = await tx.scalar(select(func.count(Survey.id)).where(Survey.closed_at >= month)) or 0
    if closed < census:
        return CENSUS, True
    group = await group_of(tx, case)
    before = select(func.count(Survey.id)).where(
        Survey.closed_at >= month, Survey.sampled_by.startswith("draw:"), Survey.sampled_by.endswith(f":{group}")
    )
    few = (await tx.scalar(before) or 0) < LEAST_OF_A_GROUP
    share = 1.0 if few else round(census / (closed + 1), 4)
    sampled_by = f"draw:{now:%Y-%m}:{share}:{group}"
    return sampled_by, drawn_again(case.number, sampled_by)


def drawn_again(number: str, sampled_by: str) -> bool:
    """The same decision once more, from what was recorded."""
    if sampled_by == CENSUS:
        return True
    _, month, share, *_ = sampled_by.split(":")
    place = int.from_bytes(sha256(f"{month} {number}".encode()).digest()[:8], "big") / 2**64
    return place < float(share)


def weight_of(sampled_by: str) -> float:
    """For how many closed cases an answer speaks."""
    return 1.0 if sampled_by == CENSUS else 1 / float(sampled_by.split(":")[2])


async def group_of(tx: Transaction, case: Case) -> str:
    """Outcome, channel and severity."""
    outcomes = sorted({issue.outcome or "none" for issue in await issues_of(tx, case)})
    assessment = await latest_assessment(tx, case)
    return f"{'+'.join(outcomes)}/{case.channel}/{assessment.severity if assessment else 'none'}"
