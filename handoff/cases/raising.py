"""Raise a case that turns out to be about danger: what was judged before, or not yet, must not hold it back."""

from __future__ import annotations

from handoff.cases.events import CaseRaised
from handoff.cases.models import Case
from handoff.db import Transaction
from handoff.events import Event, hold, record
from handoff.policy.priority import Priority


async def raise_for_safety(tx: Transaction, case: Case, *, actor: str) -> bool:
    """Mark the case as about safety and put it first. False when it is over, or marked already."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    if not case.is_open or "safety" in case.flags:
        return False
    before, case.flags, case.priority = case.priority, [*case.flags, "safety"], Priority.P1
    await tx.flush()
    await record(
        tx,
        CaseRaised(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor, before=before, priority=case.priority
        ),
    )
    return True


async def hear_danger(tx: Transaction, event: Event) -> None:
    """Danger was told in the talk of a case."""
    if event.case_id is not None:
        await raise_for_safety(tx, await tx.get_one(Case, event.case_id), actor=event.actor)
