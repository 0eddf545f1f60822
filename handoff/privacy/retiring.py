"""A month before cases reach the end of their time the privacy officer has the list, and says when it was decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from handoff.db import Transaction
from handoff.events import record
from handoff.follow_ups.models import Prompt
from handoff.privacy.events import RetentionDecided, RetentionEnding
from handoff.privacy.models import Hold, Keeping
from handoff.staff import Agent

AHEAD = timedelta(days=30)
RULE = "P30"


async def months_ending(tx: Transaction, limit: int) -> Sequence[int]:
    """Months, such as 202612, in which cases go within 30 days and whose list was not put before anybody yet."""
    now = tx.clock.now()
    soon = (Keeping.purge_at > now, Keeping.purge_at <= now + AHEAD, Keeping.purged_at.is_(None))
    ends = (await tx.execute(select(func.min(Keeping.purge_at), func.max(Keeping.purge_at)).where(*soon))).one()
    months = {_month(tx, end) for end in ends if end is not None}
    return [month for month in sorted(months) if not await _listed(tx, month)][:limit]


async def put_ends_forward(tx: Transaction, month: int) -> None:
    """A task for the privacy officer, with the day on which the first case of the month goes."""
    now = tx.clock.now()
    ends = await tx.scalars(
        select(Keeping.purge_at)
        .where(Keeping.purge_at > now, Keeping.purge_at <= now + AHEAD, Keeping.purged_at.is_(None))
        .order_by(Keeping.purge_at)
    )
    first = next((end for end in ends if end is not None and _month(tx, end) == month), None)
    if first is None or await _listed(tx, month):
        return
    held = await tx.scalar(select(func.count(Hold.id)).where(Hold.lifted_at.is_(None))) or 0
    await record(tx, RetentionEnding(month=month, until=first.isoformat(), holds=held))


async def decide_ends(tx: Transaction, *, by: Agent) -> None:
    """The list was gone through: what had to stay is under a hold, the rest may go on its day."""
    await record(tx, RetentionDecided(actor=f"agent:{by.id}"))


async def _listed(tx: Transaction, month: int) -> bool:
    return await tx.scalar(select(Prompt.id).where(Prompt.key.startswith(f"{RULE}:{month}:")).limit(1)) is not None


def _month(tx: Transaction, at: datetime) -> int:
    local = at.astimezone(ZoneInfo(tx.policy.calendar.time_zone))
    return local.year * 100 + local.month
