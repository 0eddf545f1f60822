"""What is counted: complaints, what they are about, how old the open ones are, what is missing, what it costs."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, func, or_, select

from handoff.cases import RemedyItem
from handoff.db import Transaction
from handoff.insights.facts.models import CaseFact, IssueFact
from handoff.insights.measures.figures import Figure, Line
from handoff.insights.measures.shares import UPHELD
from handoff.insights.periods import Period
from handoff.insights.statistics.comparing import pareto

COUNTED = CaseFact.state != "merged"


async def received(tx: Transaction, period: Period) -> Figure:
    query = (
        select(CaseFact.channel, func.count())
        .where(*_received(CaseFact, period), COUNTED)
        .group_by(CaseFact.channel)
        .order_by(CaseFact.channel)
    )
    lines = tuple(Line(channel, n) for channel, n in await tx.execute(query))
    total = sum(line.n for line in lines)
    return Figure("M01", period, total, value=float(total), kind="channel", lines=lines)


async def by_topic(tx: Transaction, period: Period) -> Figure:
    return await pareto_of(tx, period, IssueFact.topic, "topic")


async def by_cause(tx: Transaction, period: Period) -> Figure:
    return await pareto_of(tx, period, IssueFact.cause, "cause")


async def pareto_of(tx: Transaction, period: Period, by: Any, kind: str, *where: Any) -> Figure:
    """Three weights side by side: how many, how serious, what it cost. Marked are the few that reach four fifths by number."""
    weights = tx.policy.measures.severity_weights
    weigh = case(*((IssueFact.severity == level, weight) for level, weight in enumerate(weights, 1)), else_=weights[0])
    query = (
        select(by, func.count(), func.sum(weigh), func.sum(IssueFact.cost))
        .where(*_received(IssueFact, period), by.is_not(None), *where)
        .group_by(by)
    )
    rows = {code: (n, float(weight), Decimal(cost or 0)) for code, n, weight, cost in await tx.execute(query)}
    bars = pareto({code: float(n) for code, (n, _, _) in rows.items()})
    lines = tuple(
        Line(
            bar.code,
            rows[bar.code][0],
            value=bar.share,
            weight=rows[bar.code][1],
            cost=rows[bar.code][2],
            vital=bar.vital,
        )
        for bar in bars
    )
    total = sum(line.n for line in lines)
    return Figure("M02", period, total, value=float(total), kind=kind, lines=lines)


async def open_ages(tx: Transaction, period: Period) -> Figure:
    """Open now, by the days since receipt. The period does not matter: this is how it stands."""
    ages, today = tx.policy.measures.ages, tx.clock.now().astimezone(period.zone).date()
    query = select(CaseFact.received_day, func.count()).where(CaseFact.is_open, COUNTED).group_by(CaseFact.received_day)
    counted: Counter[int] = Counter()
    for day, n in await tx.execute(query):
        counted[bisect_left(ages, (today - day).days)] += n
    edges = [f"up_to:{age}" for age in ages] + [f"over:{ages[-1]}"]
    lines = tuple(Line(edge, counted[place]) for place, edge in enumerate(edges))
    return Figure("M16", period, counted.total(), value=float(counted.total()), kind="age", lines=lines)


async def missing_data(tx: Transaction, period: Period) -> Figure:
    """Issues of the period without a confirmed topic; answered ones without outcome; upheld ones without cause."""
    unconfirmed, unanswered = IssueFact.confirmed.is_(False), IssueFact.outcome.is_(None)
    upheld = IssueFact.outcome.in_(UPHELD)
    causeless = upheld & or_(IssueFact.cause.is_(None), IssueFact.cause == "K99")
    query = select(
        func.count(),
        *(func.sum(case((condition, 1), else_=0))
          for condition in (unconfirmed, IssueFact.answered, IssueFact.answered & unanswered, upheld, causeless)),
    ).where(*_received(IssueFact, period))  # fmt: skip
    n, no_topic, answered, no_outcome, found, no_cause = (int(one or 0) for one in (await tx.execute(query)).one())
    lines = (
        _part("no_topic", no_topic, n), _part("no_outcome", no_outcome, answered), _part("no_cause", no_cause, found),
    )  # fmt: skip
    return Figure("M18", period, n, kind="missing", lines=lines)


async def cost(tx: Transaction, period: Period) -> Figure:
    """What was promised in cases received in the period, by currency. The sum of the rows themselves, nothing estimated."""
    query = (
        select(RemedyItem.currency, func.count(), func.sum(RemedyItem.amount))
        .join(CaseFact, CaseFact.case_id == RemedyItem.case_id)
        .where(*_received(CaseFact, period), RemedyItem.amount.is_not(None))
        .group_by(RemedyItem.currency)
        .order_by(RemedyItem.currency)
    )
    lines = tuple(
        Line(currency or tx.policy.organisation.currency, n, cost=Decimal(total or 0))
        for currency, n, total in await tx.execute(query)
    )
    return Figure("M22", period, sum(line.n for line in lines), kind="currency", lines=lines)


def received_behind(_tx: Transaction, period: Period) -> Select[Any]:
    return select(CaseFact.case_id).where(*_received(CaseFact, period), COUNTED)


def issues_behind(_tx: Transaction, period: Period) -> Select[Any]:
    return select(IssueFact.case_id).where(*_received(IssueFact, period))


def open_behind(_tx: Transaction, _period: Period) -> Select[Any]:
    return select(CaseFact.case_id).where(CaseFact.is_open, COUNTED)


def missing_behind(_tx: Transaction, period: Period) -> Select[Any]:
    lacks = or_(
        IssueFact.confirmed.is_(False),
        IssueFact.answered & IssueFact.outcome.is_(None),
        IssueFact.outcome.in_(UPHELD) & or_(IssueFact.cause.is_(None), IssueFact.cause == "K99"),
    )
    return select(IssueFact.case_id).where(*_received(IssueFact, period), lacks)


def cost_behind(_tx: Transaction, period: Period) -> Select[Any]:
    return (
        select(RemedyItem.case_id)
        .join(CaseFact, CaseFact.case_id == RemedyItem.case_id)
        .where(*_received(CaseFact, period), RemedyItem.amount.is_not(None))
    )


def _received(table: Any, period: Period) -> tuple[Any, ...]:
    return table.received_day >= period.start, table.received_day <= period.last


def _part(code: str, hits: int, n: int) -> Line:
    return Line(code, n, hits, hits / n if n else None)
