"""Open a closed case again: within the time for it by the complainant, at any time by a supervisor."""

from __future__ import annotations

from handoff.cases.later_events import CaseReopened
from handoff.cases.models import Addition, Case
from handoff.cases.moving import Actor, move
from handoff.cases.stepping_up import raise_priority
from handoff.db import Transaction, keys
from handoff.errors import Invalid
from handoff.events import hold, record

WHYS = ("remedy_failed", "new_evidence", "point_missed", "came_back", "other")


async def reopen(tx: Transaction, case: Case, *, reason: str, actor: Actor, why: str = "other") -> None:
    """Look into it again (T39): a remedy failed, a point was missed, something new came up, the trouble is back.

    It counts as not settled the first time, and stands a step higher. What was promised and kept before stays on record.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if why not in WHYS:
        raise Invalid("Please choose why it should be opened again.", code="choice_missing")
    closed_as = case.closure_reason or ""
    await move(tx, case, "T39", actor, reason=reason)
    await _keep_reason(tx, case, reason, actor)
    await record(
        tx,
        CaseReopened(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, why=why, closed_as=closed_as
        ),
    )
    await raise_priority(tx, case, why="reopened", actor=actor)


async def reopen_archived(tx: Transaction, case: Case, *, reason: str, actor: Actor) -> None:
    """Out of the archive, as an exception: a supervisor decides, and the management representative hears of it (T42)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    closed_as = case.closure_reason or ""
    # The event tells the management representative within this very transaction: it cannot happen without.
    await move(tx, case, "T42", actor, reason=reason, management_rep_informed=True)
    await _keep_reason(tx, case, reason, actor)
    await record(
        tx,
        CaseReopened(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, why="archived", closed_as=closed_as
        ),
    )


async def reconsider(tx: Transaction, case: Case, *, reason: str, actor: Actor) -> None:
    """We think again about a case that stayed without agreement (T31)."""
    await move(tx, case, "T31", actor, reason=reason)


async def _keep_reason(tx: Transaction, case: Case, reason: str, actor: Actor) -> None:
    """It is open again, it counts as not settled, and why stands with it."""
    case.closed_at, case.closure_reason = None, None
    case.reopen_count += 1
    tx.add(
        Addition(
            case_id=case.id, body=await keys.seal(tx, case.key_owner, reason.strip()), by=actor.name, at=tx.clock.now()
        )
    )
    await tx.flush()
