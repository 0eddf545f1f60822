"""Tasks about what people have learnt: a training that ends soon, and a case whose owner lacks the one it turns out to need."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handoff.cases import Case
from handoff.cases.competence import is_competent
from handoff.cases.events import CaseOwned, CaseRaised
from handoff.db import Transaction
from handoff.follow_ups.register_prompts import stop_about
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.staff.events import TrainingRecorded, TrainingTakenBack

BEFORE_THE_END = timedelta(days=30)
MORNING = time(9)


async def training_recorded(tx: Transaction, event: TrainingRecorded) -> None:
    """A month before it ends a supervisor arranges the next; what was asked about an earlier record is settled with it."""
    await stop_about(tx, _about(event), by=event.actor)
    ends = datetime.combine(date.fromisoformat(event.valid_until), MORNING, ZoneInfo(tx.policy.calendar.time_zone))
    await schedule(
        tx, key=f"{_about(event)}{event.training_id}", kind="training_ends", audience="supervisor",
        at=max(ends - BEFORE_THE_END, tx.clock.now()), by=ends,
        data={"href": "/console/staff"},
    )  # fmt: skip


async def training_taken_back(tx: Transaction, event: TrainingTakenBack) -> None:
    await stop_about(tx, _about(event), by=event.actor)


async def owner_untrained(tx: Transaction, event: CaseRaised) -> None:
    """The case turned out to be about danger. Its owner goes on until somebody who has learnt it is found: by a person."""
    case = await tx.get_one(Case, event.case_id)
    if case.owner_id is not None and not await is_competent(tx, case, case.owner_id):
        await schedule(
            tx, key=f"owner_untrained:{case.id}:{case.owner_id}", kind="owner_untrained", audience="supervisor",
            case_id=case.id, at=tx.clock.now(),
        )  # fmt: skip


async def owned_anew(tx: Transaction, event: CaseOwned) -> None:
    """Only somebody who has learnt it can have taken it."""
    await stop_where(tx, lambda prompt: prompt.kind == "owner_untrained", case_id=event.case_id, by=event.actor)


def _about(event: TrainingRecorded | TrainingTakenBack) -> str:
    return f"training_ends:{event.agent_id}:{event.module}:"
