"""Steps that were not done by their day: found by the worker, put on record once for each day that was promised."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select, update

from handoff.db import Transaction, change
from handoff.events import record
from handoff.improvement.events import StepLate
from handoff.improvement.models import Action, ActionStep


async def late_steps(tx: Transaction, limit: int) -> Sequence[int]:
    query = select(ActionStep.id).where(*_late(tx)).order_by(ActionStep.due_at).limit(limit)
    return (await tx.scalars(query)).all()


async def note_late(tx: Transaction, step_id: int) -> bool:
    """Late again after another day was promised counts again."""
    step = await tx.get_one(ActionStep, step_id)
    marked = await change(
        tx, update(ActionStep).where(ActionStep.id == step_id, *_late(tx)).values(late_at=tx.clock.now())
    )
    if not marked:
        return False
    await change(tx, update(Action).where(Action.id == step.action_id).values(times_late=Action.times_late + 1))
    action = await tx.get_one(Action, step.action_id, populate_existing=True)
    await record(tx, StepLate(action_id=action.id, step_id=step_id, times=action.times_late))
    return True


def _late(tx: Transaction) -> tuple[ColumnElement[bool], ...]:
    return (
        ActionStep.done_at.is_(None),
        ActionStep.due_at < tx.clock.now(),
        or_(ActionStep.late_at.is_(None), ActionStep.late_at < ActionStep.due_at),
    )
