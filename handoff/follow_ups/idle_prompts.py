"""Nothing has happened to a case for days: its owner hears, then the supervisor (P31). Any act begins the wait anew."""

from __future__ import annotations

from handoff.cases import Case
from handoff.cases.lifecycles import lifecycle_of
from handoff.db import Transaction
from handoff.events import Event
from handoff.follow_ups.moments import moment_at
from handoff.follow_ups.scheduling import schedule
from handoff.follow_ups.stopping import stop_where
from handoff.policy.lifecycle import Kind
from handoff.sla.business_hours import work_calendar

RULE = "P31"


async def watch(tx: Transaction, event: Event) -> None:
    """While the next step is ours, count from now; while it is somebody else's, not at all."""
    if event.case_id is None:
        return
    case = await tx.get_one(Case, event.case_id)
    await stop_where(tx, lambda prompt: prompt.kind == RULE, case_id=case.id)
    state = (await lifecycle_of(tx, case)).states[case.state]
    if state.kind is not Kind.OPEN or case.owner_id is None:
        return
    calendar = work_calendar(tx.policy.calendars[case.calendar])
    for step, message in enumerate(tx.policy.prompts.rules[RULE].messages):
        at = moment_at(message.when, calendar, start=tx.clock.now(), due=None, to_staff=True, on_or_before=False)
        for to in message.to:
            if at is not None:
                await schedule(
                    tx, key=f"{RULE}:{case.id}:{step}:{to}", kind=RULE, step=step, audience=to, case_id=case.id,
                    conversation_id=case.conversation_id, at=at, renew=True,
                )  # fmt: skip
