"""Was it a promise of ours that was not kept? An issue is marked with the published promise that it broke."""

from __future__ import annotations

from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.models import Case, Issue
from handoff.cases.moving import Actor
from handoff.cases.triage.events import PromiseMarked
from handoff.db import Transaction
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record


async def mark_promise(tx: Transaction, case: Case, issue: Issue, *, promise: str | None, actor: Actor) -> bool:
    """Mark the issue with one of the promises of the policy, or with none. False when it is marked so already.

    Raises `Invalid` for a promise that was never published and for an issue of another case, `Conflict` once the case is over.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    if promise is not None and promise not in tx.policy.published.promises:
        raise Invalid("Please choose one of our promises.", code="promise_unknown")
    elif issue.case_id != case.id:
        raise Invalid
    elif not case.is_open:
        raise Conflict("This case is closed.", code="case_closed")
    elif issue.broken_promise == promise:
        return False
    issue.broken_promise = promise
    await tx.flush()
    await record(
        tx,
        PromiseMarked(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, issue_id=issue.id, promise=promise
        ),
    )
    return True
