"""Breaches and the warnings before them: found by the worker, put on record once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from handoff import metrics
from handoff.cases import Case
from handoff.db import Transaction, change
from handoff.events import hold, record
from handoff.sla.business_hours import work_calendar
from handoff.sla.clocks import next_point, points
from handoff.sla.events import DeadlineMissed, DeadlineNear
from handoff.sla.models import Deadline

OURS = ("acknowledgement", "first_contact", "progress", "answer_target", "answer_hard")


async def overdue(tx: Transaction, limit: int) -> Sequence[int]:
    """Promises that were not kept and whose breach is not on record yet."""
    query = select(Deadline.id).where(*_late(tx.clock.now())).order_by(Deadline.due_at).limit(limit)
    return (await tx.scalars(query)).all()


async def miss(tx: Transaction, deadline_id: int) -> bool:
    """Put a breach on record, once and for good. False when it was kept in the meantime, or is on record already."""
    case = await _held(tx, deadline_id)
    now = tx.clock.now()
    missed = await change(
        tx,
        update(Deadline)
        .where(Deadline.id == deadline_id, *_late(now))
        .values(missed_at=now, warned_percent=100, warn_at=None),
    )
    if not missed:
        return False
    deadline = await tx.get_one(Deadline, deadline_id, populate_existing=True)
    metrics.deadlines_missed.labels(kind=deadline.kind).inc()
    await record(
        tx,
        DeadlineMissed(
            case_id=case.id,
            deadline_id=deadline.id,
            kind=deadline.kind,
            hard=deadline.hard,
        ),
    )
    return True


async def near(tx: Transaction, limit: int) -> Sequence[int]:
    """Promises of whose time so much has passed that somebody should know."""
    query = select(Deadline.id).where(*_warnable(tx.clock.now())).order_by(Deadline.warn_at).limit(limit)
    return (await tx.scalars(query)).all()


async def warn(tx: Transaction, deadline_id: int) -> bool:
    """Say how much of a promise's time has passed. After a standstill of ours the latest point is told, not each."""
    case = await _held(tx, deadline_id)
    now = tx.clock.now()
    deadline = await tx.get_one(Deadline, deadline_id, populate_existing=True)
    calendar = work_calendar(tx.policy.calendars[deadline.calendar])
    passed = [
        percent for percent, at in points(calendar, deadline.kind, deadline.base_at, deadline.due_at) if at <= now
    ]
    if not passed or passed[-1] <= deadline.warned_percent:
        return False
    percent = passed[-1]
    warned = await change(
        tx,
        update(Deadline)
        .where(Deadline.id == deadline_id, Deadline.warned_percent == deadline.warned_percent, *_warnable(now))
        .values(
            warned_percent=percent,
            warn_at=next_point(calendar, deadline.kind, deadline.base_at, deadline.due_at, above=percent),
        ),
    )
    if warned:
        await record(
            tx,
            DeadlineNear(
                case_id=case.id,
                deadline_id=deadline_id,
                kind=deadline.kind,
                percent=percent,
            ),
        )
    return warned == 1


async def _held(tx: Transaction, deadline_id: int) -> Case:
    """The case of a deadline, held until the transaction ends."""
    case = await tx.get_one(Case, (await tx.get_one(Deadline, deadline_id)).case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    return case


def _late(now: datetime) -> tuple[Any, ...]:
    return (
        Deadline.kind.in_(OURS), Deadline.due_at < now, Deadline.met_at.is_(None), Deadline.missed_at.is_(None),
        Deadline.cancelled_at.is_(None), Deadline.paused_at.is_(None),
    )  # fmt: skip


def _warnable(now: datetime) -> tuple[Any, ...]:
    return (
        Deadline.warn_at <= now, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None),
        Deadline.paused_at.is_(None),
    )  # fmt: skip
