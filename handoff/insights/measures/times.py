"""How long it takes, with what is still open counted for as long as it has been open."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Select, and_, func, not_, select

from handoff.db import Transaction
from handoff.insights.facts.models import CaseFact
from handoff.insights.measures.figures import Figure, Line
from handoff.insights.periods import Period
from handoff.insights.statistics.survival import Survival, survival, survival_of_counts

TAKEN_BACK = ("withdrawn",)
SHOWN_AFTER = (10, 20, 56)  # days after which the open share is told


async def time_to_close(tx: Transaction, period: Period) -> Figure:
    """Median and ninetieth percentile in days from receipt; withdrawn cases are followed until they were taken back."""
    followed = await followed_to_close(tx, period)
    lines = [Line(f"open_after:{days}", followed.n, value=followed.open_after(days)) for days in SHOWN_AFTER]
    extra = {"p90": ninety} if (ninety := followed.quantile(0.9)) is not None else {}
    return Figure(
        "M05", period, followed.n, followed.ended, followed.median, kind="open", lines=tuple(lines), extra=extra
    )


async def followed_to_close(tx: Transaction, period: Period, *where: Any) -> Survival:
    """The curve itself, for cases received in the period."""
    zone_today = tx.clock.now().astimezone(period.zone).date()
    ends: Counter[float] = Counter()
    censored: Counter[float] = Counter()
    settled = and_(CaseFact.is_open.is_(False), CaseFact.close_days.is_not(None))
    over = select(CaseFact.close_days, CaseFact.closure_reason, func.count()).where(*_received(period), settled, *where)
    for days, reason, count in await tx.execute(over.group_by(CaseFact.close_days, CaseFact.closure_reason)):
        (censored if reason in TAKEN_BACK else ends)[days] += count
    going_on = select(CaseFact.received_day, func.count()).where(*_received(period), not_(settled), *where)
    for day, count in await tx.execute(going_on.group_by(CaseFact.received_day)):
        censored[(zone_today - day).days] += count
    return survival_of_counts(ends, censored)


async def danger_to_person(tx: Transaction, period: Period) -> Figure:
    """The median in days (of which a minute is a small part) until somebody in danger heard a person."""
    now = tx.clock.now()
    query = select(CaseFact.received_at, CaseFact.contact_minutes).where(*_received(period), CaseFact.safety)
    followed = survival(
        (minutes, True) if minutes is not None else (int((now - received_at).total_seconds() // 60), False)
        for received_at, minutes in await tx.execute(query)
    )
    median = followed.median
    return Figure(
        "M21", period, followed.n, followed.ended, median / 1440 if median is not None else None, kind="danger",
        lines=(Line("not_reached", followed.n - followed.ended),),
    )  # fmt: skip


def longest_behind(_tx: Transaction, period: Period) -> Select[Any]:
    return select(CaseFact.case_id).where(*_received(period))


def danger_behind(_tx: Transaction, period: Period) -> Select[Any]:
    return select(CaseFact.case_id).where(*_received(period), CaseFact.safety)


def _received(period: Period) -> tuple[Any, ...]:
    return CaseFact.received_day >= period.start, CaseFact.received_day <= period.last, CaseFact.state != "merged"
