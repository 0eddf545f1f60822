"""Judge the year from the log alone, in plain Python: nothing here asks the code that made the promises."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from handoff.app import Services
from handoff.cases import Case
from handoff.events import EventRow
from handoff.sla.models import Deadline

OURS = ("acknowledgement", "first_contact", "progress", "answer_target", "answer_hard")


@dataclass(frozen=True)
class Records:
    """Everything that is left of the year."""

    cases: dict[int, Case]
    events: list[EventRow]
    deadlines: list[Deadline]

    def named(self, name: str) -> list[EventRow]:
        return [row for row in self.events if row.name == name]


async def read_records(services: Services) -> Records:
    async with services.db.reading() as tx:
        return Records(
            cases={case.id: case for case in await tx.scalars(select(Case))},
            events=list(await tx.scalars(select(EventRow).order_by(EventRow.id))),
            deadlines=list(await tx.scalars(select(Deadline))),
        )


def forgotten(records: Records, now: datetime) -> list[Deadline]:
    """Promises whose time is over and of which nothing is known: neither kept, nor missed, nor ended, nor standing still."""
    known = ("met_at", "missed_at", "cancelled_at", "paused_at")
    return [
        line
        for line in records.deadlines
        if line.kind in OURS and line.due_at < now and all(getattr(line, name) is None for name in known)
    ]


def breaches(records: Records, now: datetime) -> tuple[Counter[int], set[int]]:
    """How often each promise is on record as missed; and which were missed, told again from the log from its beginning.

    A promise's date is that of its last setting or moving. It was missed when it was kept, or the case ended, or the year
    did, only after that date. Time that stood still moved the date, and is in the log as a move.
    """
    due: dict[int, datetime] = {}
    late: set[int] = set()
    ended: set[int] = set()
    for row in records.events:
        number = row.data.get("deadline_id")
        if number is None or number in ended:
            continue
        if row.name in ("sla.deadline_set", "sla.deadline_moved"):
            due[number] = datetime.fromisoformat(row.data["due_at"])
        elif row.name == "sla.deadline_met":
            ended.add(number)
            if row.at > due[number]:
                late.add(number)
    for line in records.deadlines:
        over_at = line.cancelled_at or (None if line.id in ended else now)
        if over_at is not None and line.paused_at is None and over_at > due[line.id]:
            late.add(line.id)
    told = Counter(row.data["deadline_id"] for row in records.named("sla.deadline_missed"))
    return told, {line.id for line in records.deadlines if line.id in late and line.kind in OURS}


def retold(records: Records) -> dict[int, dict[str, Any]]:
    """Each case told again from its events: its state, its owner, how it was closed, how often it was reopened."""
    told: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in records.events:
        if row.case_id is None:
            continue
        case = told[row.case_id]
        if row.name == "case.moved":
            case["state"] = row.data["to"]
        elif row.name == "case.owned":
            case["owner_id"] = row.data["agent_id"]
        elif row.name == "case.closed":
            case["closure_reason"] = row.data["reason"]
        elif row.name in ("case.assessed", "case.opened"):
            case["priority"] = row.data["priority"]
    return told
