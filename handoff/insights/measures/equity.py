"""Is it alike for everybody? By channel, by language, and for people in vulnerable circumstances; small groups are not shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select

from handoff.db import Transaction
from handoff.insights.facts.models import CaseFact
from handoff.insights.measures.figures import Figure, Line
from handoff.insights.measures.satisfaction import TOP_TWO, counted_answers
from handoff.insights.measures.shares import UPHELD
from handoff.insights.periods import Period
from handoff.insights.statistics.survival import survival_of_counts

GROUPS = ("channel", "language", "vulnerable")
COLUMNS = (CaseFact.channel, CaseFact.language, CaseFact.vulnerable)
Counts = dict[str, Counter[Any]]


async def alike(tx: Transaction, period: Period) -> Figure:
    """Three lines for each group: median days to the answer, upheld share, content share. Codes are group:member:what."""
    least = tx.policy.measures.catalogue["M17"].minimum
    ends, waiting = await _times(tx, period)
    outcomes, content = await _outcomes(tx, period), await _content(tx, period)
    lines: list[Line] = []
    for member in sorted(ends.keys() | waiting.keys()):
        followed = survival_of_counts(ends[member], waiting[member])
        if followed.n >= least:
            lines.append(Line(f"{member}:days", followed.n, followed.ended, followed.median))
            lines.append(_share(f"{member}:upheld", outcomes[member]))
            lines.append(_share(f"{member}:content", content[member]))
    total = sum(one[member].total() for one in (ends, waiting) for member in one if member.startswith("language:"))
    return Figure("M17", period, total, kind="group", lines=tuple(lines))


async def _times(tx: Transaction, period: Period) -> tuple[Counts, Counts]:
    """By member: days to the first answer, and days waited without one."""
    today = tx.clock.now().astimezone(period.zone).date()
    ends: Counts = defaultdict(Counter)
    waiting: Counts = defaultdict(Counter)
    answered = select(*COLUMNS, CaseFact.answer_days, func.count()).where(
        *_received(period), CaseFact.answer_days.is_not(None)
    )
    for *who, days, n in await tx.execute(answered.group_by(*COLUMNS, CaseFact.answer_days)):
        for member in _members(who):
            ends[member][days] += n
    open_columns = (*COLUMNS, CaseFact.close_days, CaseFact.received_day)
    without = select(*open_columns, func.count()).where(*_received(period), CaseFact.answer_days.is_(None))
    for *who, closed, day, n in await tx.execute(without.group_by(*open_columns)):
        for member in _members(who):
            waiting[member][closed if closed is not None else (today - day).days] += n
    return ends, waiting


async def _outcomes(tx: Transaction, period: Period) -> Counts:
    query = select(*COLUMNS, CaseFact.outcome, func.count()).where(*_received(period), CaseFact.outcome.is_not(None))
    counted: Counts = defaultdict(Counter)
    for *who, outcome, n in await tx.execute(query.group_by(*COLUMNS, CaseFact.outcome)):
        for member in _members(who):
            counted[member][outcome in UPHELD] += n
    return counted


async def _content(tx: Transaction, period: Period) -> Counts:
    counted: Counts = defaultdict(Counter)
    for *who, given, n in await counted_answers(tx, period, *COLUMNS):
        for member in _members(who):
            counted[member][given in TOP_TWO] += n
    return counted


def _members(who: list[Any]) -> Iterator[str]:
    for group, member in zip(GROUPS, who, strict=True):
        yield f"{group}:{('yes' if member else 'no') if isinstance(member, bool) else member}"


def _share(code: str, counted: Counter[Any]) -> Line:
    n = counted.total()
    return Line(code, n, counted[True], counted[True] / n if n else None)


def _received(period: Period) -> tuple[Any, ...]:
    return CaseFact.received_day >= period.start, CaseFact.received_day <= period.last, CaseFact.state != "merged"
