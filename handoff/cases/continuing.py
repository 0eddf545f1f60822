"""A complaint that goes on from an earlier one."""

from __future__ import annotations

from handoff.cases.events import CaseContinues
from handoff.cases.models import Case
from handoff.db import Transaction
from handoff.events import hold, record


async def continue_from(tx: Transaction, case: Case, earlier: Case, *, actor: str) -> bool:
    """Note which complaint this one goes on from. False for itself, or when that was known."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if earlier.id in (case.id, case.earlier_case_id):
        return False
    case.earlier_case_id = earlier.id
    await tx.flush()
    await record(
        tx,
        CaseContinues(case_id=case.id, conversation_id=case.conversation_id, actor=actor, earlier_id=earlier.id),
    )
    return True
