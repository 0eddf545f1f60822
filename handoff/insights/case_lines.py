"""Cases as lines of a list: whose they are, what they are about, what is due next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from handoff.cases import Case, Issue
from handoff.cases.parties import names_of
from handoff.db import Transaction
from handoff.insights.masking import name_seen
from handoff.insights.views import views_of
from handoff.sla.models import Deadline
from handoff.staff import Agent


@dataclass(frozen=True)
class CaseLine:
    """One case in a list. `due` is the next promise that is neither kept nor called off."""

    case: Case
    owner: Agent | None
    name: str | None
    topics: tuple[str, ...]
    due: Deadline | None


async def lines_of(tx: Transaction, agent: Agent, cases: Sequence[Case]) -> list[CaseLine]:
    """In the order in which they are given, as this person may see them: a handful of queries, however many lines."""
    if not cases:
        return []
    ids = [case.id for case in cases]
    owners = {a.id: a for a in await tx.scalars(select(Agent).where(Agent.id.in_({case.owner_id for case in cases})))}
    topics: dict[int, list[str]] = {}
    rows = await tx.execute(select(Issue.case_id, Issue.topic).where(Issue.case_id.in_(ids)).order_by(Issue.id))
    for case_id, topic in rows.tuples():
        topics.setdefault(case_id, []).append(topic)
    due, views, names = await next_due(tx, ids), await views_of(tx, agent, cases), await names_of(tx, cases)
    return [
        CaseLine(
            case,
            owners.get(case.owner_id or 0),
            name_seen(names[case.id], views[case.id]),
            tuple(topics.get(case.id, ())),
            due.get(case.id),
        )
        for case in cases
    ]


async def next_due(tx: Transaction, case_ids: Sequence[int]) -> dict[int, Deadline]:
    """For each case the earliest promise that is open."""
    rows = await tx.scalars(
        select(Deadline)
        .where(Deadline.case_id.in_(case_ids), still_open(Deadline))
        .order_by(Deadline.due_at.desc(), Deadline.id.desc())
    )
    return {row.case_id: row for row in rows}  # the last written is the earliest


def still_open(deadline: type[Deadline]) -> ColumnElement[bool]:
    """Neither kept nor called off; it may be late."""
    return and_(deadline.met_at.is_(None), deadline.cancelled_at.is_(None))
