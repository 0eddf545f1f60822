"""Waiting for the complainant: soft clocks stand still meanwhile, hard ones never do. At most 20 working days in all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from handoff.cases import Case
from handoff.db import Transaction, change
from handoff.events import record
from handoff.policy import Duration, Unit
from handoff.sla.business_hours import WorkCalendar, work_calendar
from handoff.sla.deadlines import move, running
from handoff.sla.events import ClocksPaused, ClocksResumed
from handoff.sla.models import Deadline, Pause

AT_MOST = 20  # working days a case may stand still


async def begin(tx: Transaction, case: Case) -> None:
    """We ask the complainant something and wait. Nothing happens when no clock of this case may stand still."""
    now = tx.clock.now()
    stopped = await change(
        tx,
        update(Deadline)
        .where(
            Deadline.case_id == case.id, Deadline.pausable, Deadline.met_at.is_(None), Deadline.missed_at.is_(None),
            Deadline.cancelled_at.is_(None), Deadline.paused_at.is_(None),
        )
        .values(paused_at=now),
    )  # fmt: skip
    if stopped:
        tx.add(Pause(case_id=case.id, reason=case.state, began_at=now))
        await record(tx, ClocksPaused(case_id=case.id, reason=case.state))


async def end(tx: Transaction, case: Case) -> None:
    """The wait is over: clocks go on, later by the working days that were waited, as far as the limit allows."""
    pause = await tx.scalar(
        select(Pause).where(Pause.case_id == case.id, Pause.ended_at.is_(None)).order_by(Pause.id).limit(1)
    )
    if pause is None:
        return
    now, calendar = tx.clock.now(), work_calendar(tx.policy.calendars[case.calendar])
    days = min(calendar.days.working_days_between(pause.began_at, now), AT_MOST - await _days_before(tx, case))
    pause.ended_at, pause.counted_days = now, max(days, 0)
    for deadline in await running(tx, case.id):
        if deadline.paused_at is not None:
            await move(
                tx, case, deadline, due_at=_later(calendar, deadline.due_at, pause.counted_days), why="waited",
                paused_at=None,
            )  # fmt: skip
    await record(
        tx,
        ClocksResumed(case_id=case.id, counted_days=pause.counted_days),
    )


async def _days_before(tx: Transaction, case: Case) -> int:
    return await tx.scalar(select(func.sum(Pause.counted_days)).where(Pause.case_id == case.id)) or 0


def _later(calendar: WorkCalendar, due_at: datetime, days: int) -> datetime:
    return calendar.due(due_at, Duration(days, Unit.WORKING_DAY)) if days else due_at
