"""Read everything that the facts of some cases follow from, with one query for each kind of row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from handoff.cases import Answer, Assessment, Case, Issue, Party, RemedyItem
from handoff.db import Transaction
from handoff.events import EventRow

TOLD = ("case.closed", "case.moved")


@dataclass
class Records:
    """The rows of one case, each kind in the order in which it was written."""

    case: Case
    issues: list[Issue] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    remedies: list[RemedyItem] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    person: str | None = None


async def read_records(tx: Transaction, case_ids: Sequence[int]) -> list[Records]:
    cases = await tx.scalars(select(Case).where(Case.id.in_(case_ids)).order_by(Case.id))
    found = {case.id: Records(case) for case in cases}
    issues, assessments = await _rows(tx, Issue, case_ids), await _rows(tx, Assessment, case_ids)
    answers, remedies = await _rows(tx, Answer, case_ids), await _rows(tx, RemedyItem, case_ids)
    told = (
        select(EventRow).where(EventRow.case_id.in_(case_ids), EventRow.name.in_(TOLD)).order_by(EventRow.case_number)
    )
    events = defaultdict(list)
    for row in await tx.scalars(told):
        events[row.case_id].append(row)
    parties = await tx.execute(
        select(Party.case_id, Party.email_print).where(Party.case_id.in_(case_ids), Party.role == "complainant")
    )
    people = dict(parties.tuples().all())
    for case_id, records in found.items():
        records.issues, records.assessments = issues[case_id], assessments[case_id]
        records.answers, records.remedies = answers[case_id], remedies[case_id]
        records.events, records.person = events[case_id], people.get(case_id)
    return list(found.values())


async def _rows(tx: Transaction, table: Any, case_ids: Sequence[int]) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in await tx.scalars(select(table).where(table.case_id.in_(case_ids)).order_by(table.id)):
        rows[row.case_id].append(row)
    return rows
