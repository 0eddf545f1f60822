"""Promises kept, by the day on which they were due: kept, missed, and open past their date. Not only what was closed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from handoff.cases import RemedyItem
from handoff.db import Transaction
from handoff.insights.measures.figures import Figure, share, share_figure
from handoff.insights.periods import Period
from handoff.sla.models import Deadline

KINDS = {"M03": ("acknowledgement",), "M04": ("answer_target", "answer_hard")}
KEPT = and_(Deadline.met_at.is_not(None), Deadline.missed_at.is_(None))


def due_within(tx: Transaction, code: str, period: Period) -> ColumnElement[bool]:
    """Due in the period and settled by now: kept, missed, or open past its date. Paused and called off ones wait or are gone."""
    past = and_(
        Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None), Deadline.paused_at.is_(None),
        Deadline.due_at < tx.clock.now(),
    )  # fmt: skip
    return and_(
        Deadline.due_at >= period.start_at, Deadline.due_at < period.end_at, Deadline.kind.in_(KINDS[code]),
        or_(Deadline.met_at.is_not(None), Deadline.missed_at.is_not(None), past),
    )  # fmt: skip


async def acknowledged(tx: Transaction, period: Period) -> Figure:
    return await _kept(tx, "M03", period)


async def answered(tx: Transaction, period: Period) -> Figure:
    return await _kept(tx, "M04", period)


def missed_behind(tx: Transaction, code: str, period: Period) -> Select[Any]:
    """The cases whose promise was not kept."""
    return select(Deadline.case_id).where(due_within(tx, code, period), ~KEPT)


async def remedied(tx: Transaction, period: Period) -> Figure:
    in_time = and_(RemedyItem.done_at.is_not(None), RemedyItem.done_at <= RemedyItem.due_at)
    query = (
        select(RemedyItem.code, func.count(), func.sum(case((in_time, 1), else_=0)))
        .where(_remedies_due(tx, period))
        .group_by(RemedyItem.code)
        .order_by(RemedyItem.code)
    )
    rows = (await tx.execute(query)).tuples().all()
    return share_figure("M14", period, [share(code, int(hits), n) for code, n, hits in rows], kind="remedy")


def late_remedies(tx: Transaction, period: Period) -> Select[Any]:
    late = or_(RemedyItem.done_at.is_(None), RemedyItem.done_at > RemedyItem.due_at)
    return select(RemedyItem.case_id).where(_remedies_due(tx, period), late)


def _remedies_due(tx: Transaction, period: Period) -> ColumnElement[bool]:
    settled = or_(RemedyItem.done_at.is_not(None), RemedyItem.due_at < tx.clock.now())
    return and_(RemedyItem.due_at >= period.start_at, RemedyItem.due_at < period.end_at, settled)


async def _kept(tx: Transaction, code: str, period: Period) -> Figure:
    query = (
        select(Deadline.kind, Deadline.preset, func.count(), func.sum(case((KEPT, 1), else_=0)))
        .where(due_within(tx, code, period))
        .group_by(Deadline.kind, Deadline.preset)
        .order_by(Deadline.kind, Deadline.preset)
    )
    rows = (await tx.execute(query)).tuples().all()
    lines = [share(f"{kind}:{preset}", int(hits), n) for kind, preset, n, hits in rows]
    return share_figure(code, period, lines, kind="promise")
