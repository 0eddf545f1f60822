"""Put a case further up: it came back, what was promised failed, or it turns out to weigh more."""

from __future__ import annotations

from handoff.cases.later_events import PriorityRaised
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.db import Transaction
from handoff.events import hold, record
from handoff.policy.priority import Priority


async def raise_priority(tx: Transaction, case: Case, *, why: str, actor: Actor) -> bool:
    """One step up; False when it stands at the top already."""
    return await raise_priority_to(tx, case, Priority(case.priority).raised(), why=why, actor=actor)


async def raise_priority_to(tx: Transaction, case: Case, least: Priority, *, why: str, actor: Actor) -> bool:
    """Up to `least`; False when it stands there, or higher, already."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    before = Priority(case.priority)
    after = before.at_least(least)
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
