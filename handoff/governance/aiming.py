"""Objectives: which figure, to which value, until when, and who answers for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from handoff.cases import Actor
from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.events import record
from handoff.governance.events import ObjectiveSet
from handoff.governance.models import Objective
from handoff.staff import Agent


async def set_objective(
    tx: Transaction, *, metric: str, target: float, start: date, last: date, owner: Agent, baseline: float | None,
    actor: Actor,
) -> Objective:  # fmt: skip
    """Raises `Invalid` for a measure that is not defined or cannot reach a value, and for a period that ends before it begins."""
    measure = tx.policy.measures.catalogue.get(metric)
    if measure is None:
        raise Invalid("There is no measure {measure}.", code="measure_unknown", measure=metric)
    elif measure.unit == "list":
        raise Invalid("This measure is a table, and a table has no value to reach.", code="measure_table")
    elif last < start:
        raise Invalid("The period ends before it begins.", code="period_backwards")
    elif measure.unit == "share" and not 0 <= target <= 1:
        raise Invalid("A share lies between nothing and everything.", code="share_impossible")
    assert actor.id is not None, "only people aim"
    objective = Objective(
        metric=metric, target=target, start=start, last=last, owner_id=owner.id, baseline=baseline,
        set_by_id=actor.id, set_at=tx.clock.now(),
    )  # fmt: skip
    tx.add(objective)
    await tx.flush()
    await record(tx, ObjectiveSet(actor=actor.name, objective_id=objective.id, metric=metric))
    return objective


async def drop_objective(tx: Transaction, objective: Objective) -> None:
    """It no longer holds. It stays on record."""
    objective.dropped_at = objective.dropped_at or tx.clock.now()
    await tx.flush()


async def objectives(tx: Transaction) -> Sequence[Objective]:
    """Those that hold, by what they measure."""
    query = select(Objective).where(Objective.dropped_at.is_(None)).order_by(Objective.metric, Objective.start)
    return (await tx.scalars(query)).all()


def reached(better: str, actual: float | None, target: float) -> bool | None:
    """None while nothing was counted."""
    if actual is None:
        return None
    return actual >= target if better == "more" else actual <= target
