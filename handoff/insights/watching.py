"""Once a day, look at the figures: what has changed is raised as a signal, by the acts of `improvement`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from handoff.db import Transaction, insert_once
from handoff.improvement.models import Signal
from handoff.improvement.signalling import raise_signal
from handoff.insights.facts.models import FigureMark, IssueFact
from handoff.insights.trends import trends, weekly_flow

HOUR = time(6)  # before the first desk opens


async def to_look(tx: Transaction, _limit: int) -> Sequence[int]:
    """[the day's number] when the figures of this day were not looked at yet."""
    zone = ZoneInfo(tx.policy.calendar.time_zone)
    now = tx.clock.now().astimezone(zone)
    number = now.date().toordinal()
    looked = await tx.scalar(select(FigureMark.name).where(FigureMark.name == _name(number)))
    return [number] if looked is None and now >= datetime.combine(now.date(), HOUR, zone) else []


async def look(tx: Transaction, number: int) -> list[Signal]:
    """What is new. Another worker may be looking at the same day: one of them does."""
    if await insert_once(tx, FigureMark, name=_name(number), event_id=number) is None:
        return []
    found = [*await _charts(tx), *await _capacity(tx), *await _recurring(tx, date.fromordinal(number))]
    return [signal for signal in found if signal is not None]


async def _charts(tx: Transaction) -> list[Signal | None]:
    raised = []
    for trend in await trends(tx):
        if trend.remarkable and trend.chart is not None:
            last = trend.chart.points[-1]
            numbers = {
                "week": last.label, "count": last.count, "usual": round(trend.chart.centre, 2),
                "low": round(last.low, 2), "high": round(last.high, 2), "rules": list(last.rules),
            }  # fmt: skip
            key = f"chart:{trend.code}:{last.label}"
            raised.append(await raise_signal(tx, key=key, kind="chart", topic=trend.code, numbers=numbers))
    return raised


async def _capacity(tx: Transaction) -> list[Signal | None]:
    """More came in than was closed, week after week."""
    flow = await weekly_flow(tx, tx.policy.measures.capacity_weeks)
    if not all(came > went for _, came, went in flow):
        return []
    numbers = {
        "weeks": [[start.isoformat(), came, went] for start, came, went in flow],
        "backlog": sum(came - went for _, came, went in flow),
    }
    return [await raise_signal(tx, key=f"capacity:{flow[-1][0]}", kind="capacity", topic=None, numbers=numbers)]


async def _recurring(tx: Transaction, day: date) -> list[Signal | None]:
    """The same topic and product of so many people within so many days. One open signal for one problem."""
    rules = tx.policy.improvement
    since = day - timedelta(days=rules.recurring_within.amount)
    people = func.count(func.distinct(IssueFact.person))
    query = (
        select(IssueFact.topic, IssueFact.product, people, func.count())
        .where(IssueFact.received_day > since, IssueFact.product.is_not(None), IssueFact.person.is_not(None))
        .group_by(IssueFact.topic, IssueFact.product)
        .having(people >= rules.recurring_people)
    )
    raised = []
    for topic, product, persons, n in (await tx.execute(query)).tuples().all():
        still_open = select(Signal.id).where(
            Signal.key.startswith(f"recurring:{topic}:{product}:"), Signal.explained_at.is_(None)
        )
        if await tx.scalar(still_open.limit(1)) is None:
            numbers = {"people": persons, "issues": n, "since": since.isoformat(), "product": product}
            key = f"recurring:{topic}:{product}:{day:%Y-%m}"
            raised.append(await raise_signal(tx, key=key, kind="recurring", topic=topic, numbers=numbers))
    return raised


def _name(number: int) -> str:
    return f"looked:{number}"
