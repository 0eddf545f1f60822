"""What was opened with a reason, week by week: the privacy officer's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handoff.cases import Case
from handoff.db import Transaction, keys
from handoff.errors import Erased
from handoff.insights.sight import untouched
from handoff.privacy.models import Unmasking
from handoff.staff import Agent

DAYS = timedelta(days=7)


@dataclass(frozen=True)
class Opened:
    """One line: who, which case, which classes, why. `mine`: the reader's own, which somebody else looks over."""

    row: Unmasking
    case: Case
    agent: Agent
    reason: str | None
    mine: bool


@dataclass(frozen=True)
class Week:
    """A week from Monday to Sunday, in the organisation's time."""

    first: date
    last: date
    before: date
    after: date | None
    lines: Sequence[Opened]


async def opened_in_week(tx: Transaction, agent: Agent, monday: str) -> Week:
    """The week in which the day `monday` (2026-11-23) lies; without one, or with nonsense, this week."""
    zone = ZoneInfo(tx.policy.calendar.time_zone)
    today = tx.clock.now().astimezone(zone).date()
    day = _day(monday) or today
    first = min(day, today) - timedelta(days=min(day, today).weekday())
    begin = datetime.combine(first, time(), zone)
    end = datetime.combine(first + DAYS, time(), zone)
    query = select(Unmasking, Case, Agent).join(Case, Case.id == Unmasking.case_id)
    query = query.join(Agent, Agent.id == Unmasking.agent_id)
    query = query.where(Unmasking.at >= begin, Unmasking.at < end, untouched(agent)).order_by(Unmasking.id.desc())
    lines = [
        Opened(row, case, who, await _reason(tx, case, row), mine=who.id == agent.id)
        for row, case, who in (await tx.execute(query)).tuples()
    ]
    after = first + DAYS if first + DAYS <= today else None
    return Week(first, first + DAYS - timedelta(days=1), first - DAYS, after, lines)


async def _reason(tx: Transaction, case: Case, row: Unmasking) -> str | None:
    try:
        return await keys.unseal(tx, case.key_owner, row.reason)
    except Erased:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
