"""Actions: which worked, which are open or late, and what became better because of complaints."""

from __future__ import annotations

from sqlalchemy import and_, func, select

from handoff.db import Transaction
from handoff.improvement.models import Action, ActionStep
from handoff.insights.measures.figures import Figure, Line, share
from handoff.insights.periods import Period

FROM_COMPLAINTS = ("case", "signal")


async def worked(tx: Transaction, period: Period) -> Figure:
    """Effective among those checked in the period. Open and late ones beside it, as they stand now."""
    query = (
        select(Action.result, func.count())
        .where(Action.checked_at >= period.start_at, Action.checked_at < period.end_at)
        .group_by(Action.result)
    )
    results = dict((await tx.execute(query)).tuples().all())
    whole = share("", results.get("effective", 0), sum(results.values()))
    still_open = await tx.scalar(select(func.count(Action.id)).where(Action.closed_at.is_(None))) or 0
    late = and_(ActionStep.done_at.is_(None), ActionStep.due_at < tx.clock.now())
    is_late = select(func.count(func.distinct(ActionStep.action_id))).join(Action, Action.id == ActionStep.action_id)
    late_now = await tx.scalar(is_late.where(late, Action.closed_at.is_(None))) or 0
    lines = (
        Line("open", still_open), Line("late", late_now),
        *(Line(result, n) for result, n in sorted(results.items()) if result),
    )  # fmt: skip
    return Figure("M15", period, whole.n, whole.hits, whole.value, whole.low, whole.high, "register", lines)


async def improvements(tx: Transaction, period: Period) -> Figure:
    """Closed as effective in the period, with a case or a signal behind them."""
    query = (
        select(Action.source, func.count())
        .where(
            Action.closed_at >= period.start_at, Action.closed_at < period.end_at, Action.state == "closed_effective",
            Action.source.in_(FROM_COMPLAINTS),
        )
        .group_by(Action.source)
        .order_by(Action.source)
    )  # fmt: skip
    lines = tuple(Line(source, n) for source, n in await tx.execute(query))
    total = sum(line.n for line in lines)
    return Figure("M20", period, total, value=float(total), kind="source", lines=lines)
