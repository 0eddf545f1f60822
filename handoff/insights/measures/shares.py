"""Shares of cases and issues: who is looked at, and which of them count. The list behind a figure is the same two conditions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from handoff.db import Transaction
from handoff.insights.facts.models import CaseFact, IssueFact
from handoff.insights.measures.figures import Figure, share, share_figure
from handoff.insights.periods import Period

UPHELD = ("upheld", "partly_upheld")


@dataclass(frozen=True)
class Share:
    """`day` says when a row belongs to a period, `among` which rows are looked at, `hit` which of them count; lines by `by`."""

    table: Any
    day: Any
    hit: ColumnElement[bool]
    by: Any
    kind: str
    among: tuple[ColumnElement[bool], ...] = ()

    def within(self, period: Period) -> ColumnElement[bool]:
        counted = (self.table.state != "merged",) if self.table is CaseFact else ()
        return and_(self.day >= period.start, self.day <= period.last, *counted, *self.among)

    def behind(self, period: Period) -> Select[Any]:
        """The ids of the cases that count."""
        return select(self.table.case_id).where(self.within(period), self.hit)


SHARES = {
    "M06": Share(
        CaseFact, CaseFact.answered_day, by=CaseFact.channel, kind="channel",
        hit=and_(CaseFact.at_front_line, CaseFact.stage == 1, CaseFact.reopened.is_(False), CaseFact.outside.is_(False)),
    ),
    "M07": Share(CaseFact, CaseFact.assessed_day, hit=CaseFact.raised.is_(True), by=CaseFact.priority, kind="priority"),
    "M08": Share(
        CaseFact, CaseFact.first_closed_day, hit=CaseFact.reopened.is_(True), by=CaseFact.channel, kind="channel"
    ),
    "M09": Share(
        CaseFact, CaseFact.answered_day, hit=or_(CaseFact.stage > 1, CaseFact.outside), by=CaseFact.channel,
        kind="channel",
    ),
    "M10": Share(
        IssueFact, IssueFact.received_day, hit=IssueFact.outcome.in_(UPHELD), by=IssueFact.category, kind="category",
        among=(IssueFact.outcome.is_not(None),),
    ),
    "M11": Share(CaseFact, CaseFact.received_day, hit=CaseFact.repeated.is_(True), by=CaseFact.channel, kind="channel"),
    "M12": Share(
        CaseFact, CaseFact.closed_day, hit=CaseFact.closure_reason.in_(("withdrawn", "deemed_no_reply")),
        by=CaseFact.closure_reason, kind="closure",
    ),
}  # fmt: skip


def measuring(code: str) -> Callable[[Transaction, Period], Any]:
    """The act that counts this share."""

    async def counted(tx: Transaction, period: Period) -> Figure:
        return await count_share(tx, code, period)

    return counted


async def count_share(tx: Transaction, code: str, period: Period) -> Figure:
    it = SHARES[code]
    query = (
        select(it.by, func.count(), func.sum(case((it.hit, 1), else_=0)))
        .where(it.within(period))
        .group_by(it.by)
        .order_by(it.by)
    )
    rows = (await tx.execute(query)).tuples().all()
    return share_figure(code, period, [share(str(by or ""), int(hits), n) for by, n, hits in rows], kind=it.kind)
