"""A complaint of first priority reaches those who lead at once. Unread for as long as the policy says, it climbs a level.

Where somebody may be in danger the alarm of the policy (P26) does this, and sooner.
"""

from __future__ import annotations

from handoff.cases import Case
from handoff.db import Transaction
from handoff.events import Event
from handoff.follow_ups.events import PromptEnded
from handoff.follow_ups.models import Prompt
from handoff.follow_ups.needing import sees
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import alive, end, stop_where
from handoff.policy.priority import Priority
from handoff.sla.business_hours import work_calendar
from handoff.staff import Agent

KIND = "serious_alert"
LEVELS = ("supervisor", "management_rep")


async def alert(tx: Transaction, event: Event) -> None:
    """Once for each case. The higher levels hear of it when the lower ones have not read it in time."""
    assert event.case_id is not None, "it happened to a case"
    case = await tx.get_one(Case, event.case_id)
    if case.priority != Priority.P1 or "safety" in case.flags:
        return
    calendar, within, at = work_calendar(tx.policy.calendars[case.calendar]), tx.policy.targets.alert_read, None
    for level, audience in enumerate(LEVELS):
        at = tx.clock.now() if at is None else calendar.due(at, within)
        await schedule(
            tx, key=f"{KIND}:{case.id}:{level}", kind=KIND, step=level, audience=audience, case_id=case.id, at=at,
            by=calendar.due(at, within),
        )  # fmt: skip


async def unread(tx: Transaction, case: Case, agent: Agent) -> list[Prompt]:
    """Alerts about the case that this person has before them and has not read."""
    rows = await alive(tx, case_id=case.id)
    return [row for row in rows if row.kind == KIND and row.state == "sent" and await sees(tx, agent, row)]


async def note_read(tx: Transaction, case: Case, agent: Agent) -> None:
    """Whoever opens the case has read the alert: by name and time on record, and it climbs no further."""
    for row in await unread(tx, case, agent):
        await end(tx, row, by=f"agent:{agent.id}")


async def stop_climbing(tx: Transaction, event: PromptEnded) -> None:
    if event.kind == KIND and event.case_id is not None:
        await stop_where(tx, lambda prompt: prompt.kind == KIND, case_id=event.case_id, by=event.actor)
