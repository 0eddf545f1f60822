"""The report on promises: which of those that we publish were broken, in how many cases, and whether we were found at fault."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from handoff.cases import Case, Issue
from handoff.db import Transaction
from handoff.insights.periods import Period
from handoff.policy.texts import Text

UPHELD = ("upheld", "partly_upheld")


@dataclass(frozen=True)
class Broken:
    """`issues` marked with this promise, in so many `cases`; `upheld` of these issues, whole or in part."""

    code: str
    text: Text
    cases: int
    issues: int
    upheld: int


async def broken_promises(tx: Transaction, period: Period) -> list[Broken]:
    """Of cases received in the period: every promise, also those that were kept, the most broken first."""
    found = case((Issue.outcome.in_(UPHELD), 1), else_=0)
    query = (
        select(Issue.broken_promise, func.count(func.distinct(Issue.case_id)), func.count(), func.sum(found))
        .join(Case, Case.id == Issue.case_id)
        .where(Issue.broken_promise.is_not(None), _received(period))
        .group_by(Issue.broken_promise)
    )
    counted = {code: (cases, issues, int(upheld)) for code, cases, issues, upheld in (await tx.execute(query)).tuples()}
    published = tx.policy.published.promises
    rows = [Broken(code, text, *counted.get(code, (0, 0, 0))) for code, text in published.items()]
    return sorted(rows, key=lambda row: -row.issues)


def broken_behind(period: Period, promise: str) -> Select[Any]:
    """The cases in which this promise was broken."""
    return (
        select(Issue.case_id)
        .join(Case, Case.id == Issue.case_id)
        .where(Issue.broken_promise == promise, _received(period))
    )


def _received(period: Period) -> ColumnElement[bool]:
    return and_(Case.received_at >= period.start_at, Case.received_at < period.end_at)
