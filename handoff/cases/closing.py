"""Close a case, for a reason that is kept."""

from __future__ import annotations

from handoff.cases.events import CaseClosed
from handoff.cases.looking_up import issues_of
from handoff.cases.models import Case
from handoff.cases.moving import SYSTEM, Actor, move
from handoff.db import Transaction
from handoff.events import hold, record

NOT_YET_KNOWN = "K99"  # a cause of its own: it is looked for, and listed until it is found
UPHELD = ("upheld", "partly_upheld")


async def close(tx: Transaction, case: Case, *, reason: str, actor: Actor) -> None:
    """Note why the case that has just moved to `closed` is closed. A cause that nobody noted is kept as not yet known."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    assert case.state == "closed", "the life cycle moves it, then it is closed for a reason"
    for issue in await issues_of(tx, case):
        if issue.outcome in UPHELD and issue.cause is None:
            issue.cause = NOT_YET_KNOWN
    case.closed_at, case.closure_reason, case.blocker = tx.clock.now(), reason, None
    await tx.flush()
    await record(tx, CaseClosed(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, reason=reason))


async def close_exhausted(tx: Transaction, case: Case) -> None:
    """The time for outside bodies is over and nobody turned to one (T32): the end of all routes, not content."""
    await move(tx, case, "T32", SYSTEM)
    await close(tx, case, reason="unresolved_exhausted", actor=SYSTEM)
