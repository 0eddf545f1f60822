"""The figures of a management review as plain data: to be frozen, hashed, shown and printed."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select

from handoff.db import Transaction
from handoff.governance.aiming import objectives, reached
from handoff.governance.models import Audit, Finding, Recognition, ReviewDecision, Suggestion
from handoff.improvement.models import Action, ActionCase, Signal
from handoff.insights.measures.catalogue import MEASURING, count
from handoff.insights.measures.counts import by_cause
from handoff.insights.measures.figures import Figure
from handoff.insights.measures.satisfaction import item_scores, response
from handoff.insights.periods import Period
from handoff.policy.measures import Measure


async def take_snapshot(tx: Transaction, start: date, last: date) -> dict[str, Any]:
    """Everything that the records say about the period, as of now. Only numbers, codes and days."""
    period = Period(start, last, ZoneInfo(tx.policy.calendar.time_zone))
    figures = {code: figure_data(await count(tx, code, period)) for code in MEASURING}
    return {
        "start": start.isoformat(),
        "last": last.isoformat(),
        "as_of": tx.clock.now().isoformat(),
        "policy": tx.policy.fingerprint,
        "figures": figures,
        "before": {code: figure_data(await count(tx, code, period.before())) for code in MEASURING},
        "items": {
            code: None if item.top_two is None else [item.top_two.hits, item.top_two.n]
            for code, item in (await item_scores(tx, period)).items()
        },
        "response": figure_data(await response(tx, period)),
        "causes": figure_data(await by_cause(tx, period)),
        "signals": await _signals(tx, period),
        "actions": await _actions(tx, period),
        "earlier_decisions": await _decisions(tx, period),
        "audits": await _audits(tx, period),
        "objectives": await _objectives(tx),
        "staff": await _staff(tx, period),
    }


def figure_data(figure: Figure) -> dict[str, Any]:
    """Numbers with as many places as can be read; the same figure is the same data."""
    lines = [
        [line.code, line.n, line.hits, _round(line.value), str(line.cost) if line.cost is not None else None]
        for line in figure.lines
    ]
    return {
        "measure": figure.measure, "n": figure.n, "hits": figure.hits, "value": _round(figure.value),
        "low": _round(figure.low), "high": _round(figure.high), "kind": figure.kind, "lines": lines,
        "extra": {name: _round(value) for name, value in sorted(figure.extra.items())},
    }  # fmt: skip


async def actual_of(tx: Transaction, metric: str, start: date, last: date) -> float | None:
    """What an objective's figure is over its period; the share, the median, or the number."""
    figure = await count(tx, metric, Period(start, last, ZoneInfo(tx.policy.calendar.time_zone)))
    if figure.measure == "M22":
        return float(sum(line.cost or 0 for line in figure.lines))
    return figure.value


async def _signals(tx: Transaction, period: Period) -> list[dict[str, Any]]:
    query = select(Signal).where(Signal.raised_at >= period.start_at, Signal.raised_at < period.end_at)
    return [
        {"id": row.id, "kind": row.kind, "topic": row.topic, "explained": row.explained_at is not None,
         "internal": row.internal, "action": row.action_id}
        for row in await tx.scalars(query.order_by(Signal.id))
    ]  # fmt: skip


async def _actions(tx: Transaction, period: Period) -> list[dict[str, Any]]:
    """Open at the end, or closed in the period."""
    concerned = (Action.opened_at < period.end_at) & (
        Action.closed_at.is_(None) | and_(Action.closed_at >= period.start_at, Action.closed_at < period.end_at)
    )
    others = dict(
        (
            await tx.execute(
                select(ActionCase.action_id, func.count())
                .where(ActionCase.how == "own_motion")
                .group_by(ActionCase.action_id)
            )
        ).tuples().all()
    )  # fmt: skip
    return [
        {"id": row.id, "title": row.title, "state": row.state, "required": row.required, "cause": row.cause,
         "systemic": row.systemic, "result": row.result, "times_late": row.times_late, "affected": row.affected,
         "remedied": others.get(row.id, 0)}
        for row in await tx.scalars(select(Action).where(concerned).order_by(Action.id))
    ]  # fmt: skip


async def _decisions(tx: Transaction, period: Period) -> list[dict[str, Any]]:
    """What earlier reviews decided, and how far it is."""
    query = (
        select(ReviewDecision, Action.state, Action.title)
        .join(Action, Action.id == ReviewDecision.action_id)
        .where(ReviewDecision.decided_at < period.end_at)
        .order_by(ReviewDecision.id)
    )
    return [
        {"id": decision.id, "kind": decision.kind, "title": title, "state": state, "action": decision.action_id,
         "late": decision.due_at < tx.clock.now() and state not in tx.policy.improvement.closed}
        for decision, state, title in (await tx.execute(query)).tuples()
    ]  # fmt: skip


async def _audits(tx: Transaction, period: Period) -> list[dict[str, Any]]:
    audits = (
        await tx.scalars(
            select(Audit).where(Audit.planned_for >= period.start, Audit.planned_for <= period.last).order_by(Audit.id)
        )
    ).all()
    found = []
    for audit in audits:
        grades = select(Finding.grade, func.count()).where(Finding.audit_id == audit.id).group_by(Finding.grade)
        counted = dict((await tx.execute(grades)).tuples().all())
        found.append(
            {"id": audit.id, "title": audit.title, "reported": audit.reported_at is not None,
             "findings": counted}
        )  # fmt: skip
    return found


async def _objectives(tx: Transaction) -> list[dict[str, Any]]:
    found = []
    for objective in await objectives(tx):
        measure: Measure = tx.policy.measures.catalogue[objective.metric]
        actual = await actual_of(tx, objective.metric, objective.start, objective.last)
        found.append(
            {"id": objective.id, "metric": objective.metric, "target": objective.target, "actual": _round(actual),
             "start": objective.start.isoformat(), "last": objective.last.isoformat(),
             "reached": reached(measure.better, actual, objective.target)}
        )  # fmt: skip
    return found


async def _staff(tx: Transaction, period: Period) -> dict[str, int]:
    async def within(table: Any) -> int:
        query = select(func.count(table.id)).where(table.at >= period.start_at, table.at < period.end_at)
        return await tx.scalar(query) or 0

    return {"ideas": await within(Suggestion), "thanks": await within(Recognition)}


def _round(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)
