"""What is scheduled and stopped when a promise of time is made, runs out, is kept or is broken."""

from __future__ import annotations

from sqlalchemy import select

from handoff.cases import Case
from handoff.db import Transaction
from handoff.events import Event
from handoff.follow_ups.rules import put
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.sla.events import DeadlineMet, DeadlineMissed, DeadlineMoved, DeadlineNear, DeadlineSet
from handoff.sla.models import Deadline

# Rules whose messages hang on one promise.
ON = {"progress": ("P06", "P07"), "answer_hard": ("P09", "P10")}
MISSED = {
    "acknowledgement": "acknowledgement_missed",
    "first_contact": "first_contact_missed",
    "progress": "progress_missed",
}
ANSWERS = ("answer_target", "answer_hard")


async def promised(tx: Transaction, event: DeadlineSet) -> None:
    """Reminders before the date, and at it."""
    if event.kind in ON:
        await _schedule(tx, await tx.get_one(Deadline, event.deadline_id))


async def moved(tx: Transaction, event: DeadlineMoved) -> None:
    """With another date, other reminders."""
    deadline = await tx.get_one(Deadline, event.deadline_id, populate_existing=True)
    await _stop_scheduled(tx, deadline)
    await _schedule(tx, deadline)


async def near(tx: Transaction, event: DeadlineNear) -> None:
    """So much of the time has passed: the owner hears, at last the supervisor too (P08)."""
    if event.kind in ANSWERS:
        await _clock_runs(tx, event, event.percent)
    else:
        await _own(tx, event, f"{event.kind}_near", "owner")


async def missed(tx: Transaction, event: DeadlineMissed) -> None:
    """A promise was broken: supervisors hear of it."""
    if event.kind in ANSWERS:
        await _clock_runs(tx, event, 100)
    else:
        await _own(tx, event, MISSED[event.kind], "supervisor")


async def kept(tx: Transaction, event: DeadlineMet) -> None:
    """What was promised is done: nobody has to be reminded of it."""
    await stop_where(
        tx,
        lambda prompt: prompt.data.get("deadline_id") == event.deadline_id and not prompt.data.get("by_hand"),
        case_id=event.case_id,
    )
    if event.kind == "first_contact":
        await stop_where(tx, lambda prompt: prompt.kind == "P02", case_id=event.case_id)


async def _schedule(tx: Transaction, deadline: Deadline) -> None:
    case = await tx.get_one(Case, deadline.case_id)
    for rule_id in ON.get(deadline.kind, ()):
        await put(
            tx, case, rule_id, start=deadline.base_at, due=deadline.due_at,
            about=f"{deadline.id}@{deadline.due_at:%Y%m%dT%H%M%S}", data={"deadline_id": deadline.id},
        )  # fmt: skip


async def _clock_runs(tx: Transaction, event: DeadlineNear | DeadlineMissed, percent: int) -> None:
    deadline = await tx.get_one(Deadline, event.deadline_id, populate_existing=True)
    case = await tx.get_one(Case, event.case_id)
    messages = tx.policy.prompts.rules["P08"].messages
    steps = [step for step, message in enumerate(messages) if message.when.share == percent]
    await put(
        tx, case, "P08", start=deadline.base_at, due=deadline.due_at, about=str(deadline.id), steps=steps,
        data={"deadline_id": deadline.id},
    )  # fmt: skip


async def _own(tx: Transaction, event: DeadlineNear | DeadlineMissed, kind: str, audience: str) -> None:
    deadline = await tx.get_one(Deadline, event.deadline_id, populate_existing=True)
    await schedule(
        tx, key=f"{kind}:{deadline.id}", kind=kind, audience=audience, case_id=event.case_id,
        at=tx.clock.now(), by=deadline.due_at,
        data={"deadline_id": deadline.id},
    )  # fmt: skip


async def _stop_scheduled(tx: Transaction, deadline: Deadline) -> None:
    await stop_where(
        tx,
        lambda prompt: prompt.data.get("deadline_id") == deadline.id and prompt.state == "due",
        case_id=deadline.case_id,
    )


async def dropped(tx: Transaction, event: Event) -> None:
    """Promises that no longer hold (the case went on without them) take their reminders with them."""
    assert event.case_id is not None, "it happened to a case"
    for prompt_deadline in await _cancelled(tx, event.case_id):
        await _stop_scheduled(tx, prompt_deadline)


async def _cancelled(tx: Transaction, case_id: int) -> list[Deadline]:
    rows = await tx.scalars(select(Deadline).where(Deadline.case_id == case_id, Deadline.cancelled_at.is_not(None)))
    return list(rows)
