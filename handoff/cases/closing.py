"""Close a case, for a reason that is kept."""

from __future__ import annotations

from handoff.cases.events import CaseClosed
from handoff.cases.models import Case
from handoff.cases.moving import Actor, move
from handoff.db import Transaction
from handoff.events import hold, record


async def close(tx: Transaction, case: Case, *, reason: str, actor: Actor) -> None:
    """Note why the case that has just moved to `closed` is closed."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    assert case.state == "closed", "the life cycle moves it, then it is closed for a reason"
    case.closed_at, case.closure_reason = tx.clock.now(), reason
    await tx.flush()
    await record(tx, CaseClosed(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, reason=reason))


async def withdraw(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """The complainant takes the complaint back, of their own will (T36); it is still counted."""
    await move(
        tx, case, "T36", Actor(actor.name, "complainant", actor.id), confirmed_by_complainant=True, not_induced=True
    )
    await close(tx, case, reason="withdrawn", actor=actor)


async def reopen(tx: Transaction, case: Case, *, reason: str, actor: Actor) -> None:
    """Open a closed case again (T39): a remedy failed, a point was missed, something new came up."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await move(tx, case, "T39", actor, reason=reason, inside_window=True)
    case.closed_at, case.closure_reason = None, None
    case.reopen_count += 1
