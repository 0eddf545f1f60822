"""Do colleagues speak up, and do they know the policy?"""

from __future__ import annotations

from sqlalchemy import func, select

from handoff.db import Transaction
from handoff.governance.models import Suggestion
from handoff.governance.signing import policy_in_force, readers
from handoff.insights.measures.figures import Figure, Line
from handoff.insights.periods import Period


async def spoken_up(tx: Transaction, period: Period) -> Figure:
    query = select(func.count(Suggestion.id)).where(Suggestion.at >= period.start_at, Suggestion.at < period.end_at)
    ideas = await tx.scalar(query) or 0
    statement = await policy_in_force(tx)
    read, active = await readers(tx, statement) if statement else (0, 0)
    lines = (Line("ideas", ideas), Line("read", active, read, read / active if active else None))
    return Figure("M19", period, ideas + active, kind="staff", lines=lines)
