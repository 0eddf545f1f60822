"""Times that are the complainant's: to accept, to answer a question, to confirm. When they end, something follows."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update

from handoff.db import Transaction, change
from handoff.sla.models import Deadline

WINDOWS = ("acceptance", "verification", "early_window", "reply", "external")


async def ended_windows(tx: Transaction, kind: str, limit: int) -> Sequence[int]:
    """Windows of one kind that are over and of which nobody has taken notice."""
    query = (
        select(Deadline.id)
        .where(
            Deadline.kind == kind, Deadline.due_at <= tx.clock.now(), Deadline.met_at.is_(None),
            Deadline.cancelled_at.is_(None),
        )
        .order_by(Deadline.due_at)
        .limit(limit)
    )  # fmt: skip
    return (await tx.scalars(query)).all()


async def end_window(tx: Transaction, deadline_id: int) -> Deadline | None:
    """Claim the end of a window: exactly one caller gets it."""
    ended = await change(
        tx,
        update(Deadline)
        .where(Deadline.id == deadline_id, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
        .values(cancelled_at=tx.clock.now()),
    )
    return await tx.get_one(Deadline, deadline_id, populate_existing=True) if ended else None
