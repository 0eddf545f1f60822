"""While somebody may be in danger each step has its limit: who leads and the safety officer hear when one is late.

The first word with the person has an alarm of its own (P26).
"""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.care.events import SafetyLifted, SafetyStepTaken
from handoff.cases.events import CaseOpened, CaseRaised
from handoff.db import Transaction
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.sla.business_hours import work_calendar

KIND = "safety_step_late"
CONTACT = "contacted"
TOLD = ("safety_officer", "supervisor")


async def danger_marked(tx: Transaction, event: CaseOpened | CaseRaised) -> None:
    """The limits run from the moment in which danger was seen, day and night."""
    case = await tx.get_one(Case, event.case_id)
    if "safety" not in case.flags:
        return
    calendar, now = work_calendar(tx.policy.calendars[case.calendar]), tx.clock.now()
    for step in tx.policy.investigation.safety.values():
        if step.within is None or step.code == CONTACT:
            continue
        due = calendar.due(now, step.within)
        for audience in TOLD:
            await schedule(
                tx, key=f"{KIND}:{case.id}:{step.code}:{audience}", kind=KIND, audience=audience, case_id=case.id,
                at=due, by=due, data={"step": step.code},
            )  # fmt: skip


async def step_taken(tx: Transaction, event: SafetyStepTaken) -> None:
    await stop_where(
        tx,
        lambda prompt: prompt.kind == KIND and prompt.data.get("step") == event.code,
        case_id=event.case_id,
        by=event.actor,
    )


async def lifted(tx: Transaction, event: SafetyLifted) -> None:
    """Nobody is in danger: nothing is late."""
    await stop_where(tx, lambda prompt: prompt.kind == KIND, case_id=event.case_id, by=event.actor)
