"""Put a case a step further up: it came back, or what was promised failed."""

from __future__ import annotations

from handoff.cases.later_events import PriorityRaised
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.db import Transaction
from handoff.events import hold, record
from handoff.policy.priority import Priority


async def raise_priority(tx: Transaction, case: Case, *, why: str, actor: Actor) -> bool:
    """One step up; False when it stands at the top already."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    before, after = Priority(case.priority), Priority(case.priority).raised()
    if after == before:
        return False
    case.priority = after
    await tx.flush()
    await record(
        tx,
        PriorityRaised(
            case_id=case.id,
            conversation_id=case.conversation_id,
            actor=actor.name,
            priority=after,
            before=before,
            why=why,
        ),
    )
    return True
