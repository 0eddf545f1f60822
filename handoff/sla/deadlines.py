"""Start, keep, miss and end promises. A promise is a row with a due time, not a timer in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from handoff.cases import Case
from handoff.db import Transaction, change
from handoff.events import record
from handoff.sla.breaches import miss
from handoff.sla.business_hours import work_calendar
from handoff.sla.clocks import Clock, next_point
from handoff.sla.events import DeadlineMet, DeadlineMoved, DeadlineSet
from handoff.sla.models import Deadline


async def start(tx: Transaction, case: Case, clocks: Iterable[Clock], *, again: bool = False) -> None:
    """Write the clocks down; with `again` as the next turn of their kind. The case is held by whoever calls."""
    calendar = work_calendar(tx.policy.calendars[case.calendar])
    rows = [
        Deadline(
            case_id=case.id,
            kind=clock.kind,
            turn=1 + (await _turns(tx, case.id, clock) if again else 0),
            preset=clock.preset,
            calendar=case.calendar,
            duration=str(clock.duration),
            base_at=clock.base_at,
            due_at=clock.due_at,
            first_due_at=clock.due_at,
            hard=clock.hard,
            pausable=clock.pausable,
            warned_percent=0,
            warn_at=next_point(calendar, clock.kind, clock.base_at, clock.due_at, above=0),
        )
        for clock in clocks
    ]
    tx.add_all(rows)
    await tx.flush()
    for row in rows:
        await record(
            tx,
            DeadlineSet(
                case_id=case.id, deadline_id=row.id, kind=row.kind, preset=row.preset, due_at=row.due_at.isoformat()
            ),
        )


async def running(tx: Transaction, case_id: int, *kinds: str) -> Sequence[Deadline]:
    """The promises of these kinds that are neither kept nor ended, kept late or not, the earliest first."""
    query = select(Deadline).where(
        Deadline.case_id == case_id, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None)
    )
    if kinds:
        query = query.where(Deadline.kind.in_(kinds))
    return (await tx.scalars(query.order_by(Deadline.due_at), execution_options={"populate_existing": True})).all()


async def meet(tx: Transaction, case: Case, *kinds: str) -> None:
    """What these kinds promise was done now. One that was late is missed first, whether or not anybody had noticed."""
    now = tx.clock.now()
    for deadline in await running(tx, case.id, *kinds):
        late = deadline.due_at < now
        if late and deadline.missed_at is None:
            await miss(tx, deadline.id)
        met = await change(
            tx,
            update(Deadline)
            .where(Deadline.id == deadline.id, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
            .values(met_at=now, warn_at=None, paused_at=None),
        )
        if met:
            await record(tx, DeadlineMet(case_id=case.id, deadline_id=deadline.id, kind=deadline.kind, late=late))


async def cancel(tx: Transaction, case_id: int, *kinds: str) -> int:
    """These promises no longer hold: the case is closed, or went on without them. What was missed stays missed."""
    statement = update(Deadline).where(
        Deadline.case_id == case_id, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None)
    )
    if kinds:
        statement = statement.where(Deadline.kind.in_(kinds))
    return await change(tx, statement.values(cancelled_at=tx.clock.now(), warn_at=None, paused_at=None))


async def move(tx: Transaction, case: Case, deadline: Deadline, *, due_at: datetime, why: str, **values: Any) -> None:
    """Give a running promise another date."""
    calendar = work_calendar(tx.policy.calendars[deadline.calendar])
    moved = await change(
        tx,
        update(Deadline)
        .where(Deadline.id == deadline.id, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
        .values(
            due_at=due_at,
            warn_at=next_point(calendar, deadline.kind, deadline.base_at, due_at, above=deadline.warned_percent),
            **values,
        ),
    )
    if moved:
        await record(
            tx,
            DeadlineMoved(
                case_id=case.id, deadline_id=deadline.id, kind=deadline.kind, why=why,
                before=deadline.due_at.isoformat(), due_at=due_at.isoformat(),
            ),
        )  # fmt: skip
        await tx.refresh(deadline)


async def _turns(tx: Transaction, case_id: int, clock: Clock) -> int:
    # Counted over all presets: the strictest one may be another the next time.
    query = select(func.max(Deadline.turn)).where(Deadline.case_id == case_id, Deadline.kind == clock.kind)
    return await tx.scalar(query) or 0
