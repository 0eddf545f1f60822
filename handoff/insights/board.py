"""Four questions at a glance: what is late or will be, who is overloaded, what is complained about more, are people satisfied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, func, select

from handoff.cases import Case
from handoff.db import Transaction
from handoff.improvement.models import Signal
from handoff.insights.measures import promises, satisfaction, times
from handoff.insights.measures.figures import Figure
from handoff.insights.people import Load, loads
from handoff.insights.periods import period_named
from handoff.insights.sight import kept_from, untouched
from handoff.insights.trends import Trend, trends, weekly_flow
from handoff.sla.breaches import OURS
from handoff.sla.models import Deadline
from handoff.staff import Agent

SOON = timedelta(days=2)
SHOWN = 8  # rows; the rest is one step away


@dataclass(frozen=True)
class Due:
    """The earliest open promise of a case."""

    case: Case
    owner: Agent | None
    kind: str
    due_at: datetime


@dataclass(frozen=True)
class Board:
    """What is late, and what is complained about, is of the cases that this person may hear of. The three figures are of all
    cases: they are the same for everybody, and the same as what is published."""

    late: Sequence[Due]
    late_cases: int
    soon: Sequence[Due]
    soon_cases: int
    unowned: int
    loads: Sequence[Load]
    flow: Sequence[tuple[date, int, int]]
    trends: Sequence[Trend]
    signals: int
    satisfied: Figure
    in_time: Figure
    to_close: Figure


async def read_board(tx: Transaction, agent: Agent) -> Board:
    now = tx.clock.now()
    zone = ZoneInfo(tx.policy.calendar.time_zone)
    today = now.astimezone(zone).date()
    month, quarter = period_named("30d", today, zone, "en"), period_named("90d", today, zone, "en")
    hidden = kept_from(agent)
    late, soon = _due(agent, before=now), _due(agent, before=now + SOON, since=now)
    return Board(
        late=await _rows(tx, late),
        late_cases=await _count(tx, late),
        soon=await _rows(tx, soon),
        soon_cases=await _count(tx, soon),
        unowned=await _unowned(tx, agent),
        loads=await loads(tx),
        flow=await weekly_flow(tx, hidden=hidden),
        trends=await trends(tx, hidden=hidden),
        signals=await tx.scalar(select(func.count(Signal.id)).where(Signal.explained_at.is_(None))) or 0,
        satisfied=await satisfaction.satisfied(tx, quarter),
        in_time=await promises.answered(tx, month),
        to_close=await times.time_to_close(tx, quarter),
    )


def _due(agent: Agent, *, before: datetime, since: datetime | None = None) -> Select[Any]:
    """The open promises of ours that end before a moment, one for each case: the earliest."""
    still = and_(
        Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None), Deadline.paused_at.is_(None),
        Deadline.kind.in_(OURS),
    )  # fmt: skip
    earliest = (
        select(Deadline.case_id, func.min(Deadline.due_at).label("due_at"))
        .join(Case, Case.id == Deadline.case_id)
        .where(still, Deadline.due_at < before, Case.closed_at.is_(None), untouched(agent))
        .group_by(Deadline.case_id)
    )
    return earliest if since is None else earliest.having(func.min(Deadline.due_at) >= since)


async def _count(tx: Transaction, due: Select[Any]) -> int:
    return await tx.scalar(select(func.count()).select_from(due.subquery())) or 0


async def _rows(tx: Transaction, due: Select[Any]) -> list[Due]:
    first = due.order_by(func.min(Deadline.due_at)).limit(SHOWN).subquery()
    query = (
        select(Case, Agent, Deadline.kind, Deadline.due_at)
        .join(first, first.c.case_id == Case.id)
        .join(
            Deadline,
            and_(Deadline.case_id == Case.id, Deadline.due_at == first.c.due_at, Deadline.met_at.is_(None),
                 Deadline.cancelled_at.is_(None)),
        )
        .outerjoin(Agent, Agent.id == Case.owner_id)
        .order_by(Deadline.due_at, Case.id, Deadline.id)
    )  # fmt: skip
    rows: dict[int, Due] = {}
    for case, owner, kind, due_at in (await tx.execute(query)).tuples():
        rows.setdefault(case.id, Due(case, owner, kind, due_at))
    return list(rows.values())


async def _unowned(tx: Transaction, agent: Agent) -> int:
    query = select(func.count(Case.id)).where(untouched(agent), Case.owner_id.is_(None), Case.closed_at.is_(None))
    return await tx.scalar(query.where(Case.state != "merged")) or 0
