"""The same person, the same matter, twice: one case goes on, the other one goes up in it."""

from __future__ import annotations

from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.looking_up import issues_of
from handoff.cases.models import Case, Issue
from handoff.cases.moving import Actor, move
from handoff.cases.triage.events import CaseJoined, CaseMerged
from handoff.db import Transaction, keys
from handoff.errors import Conflict
from handoff.events import hold, record


async def merge(
    tx: Transaction, case: Case, into: Case, *, actor: Actor, same_matter: bool = True, why_same: str | None = None
) -> None:
    """Let `case` go up in `into` (T04). The earlier receipt counts, and what only the one held is not lost to the other.

    Two cases of different addresses are merged only with `why_same`. Raises `NotPossible` naming what is missing.
    """
    await _hold_both(tx, case, into)
    for one in (case, into):
        await tx.refresh(one)
        await ensure_no_stake(tx, one, actor)
    if "safety" in case.flags and "safety" not in into.flags:
        raise Conflict(
            "This one is about danger and the other is not: merge the other one into this.", code="safety_first"
        )
    await move(tx, case, "T04", actor, target=into, same_matter=same_matter, why_same=why_same)
    case.merged_into_id, case.closed_at = into.id, tx.clock.now()
    earlier = case.received_at < into.received_at
    into.received_at = min(case.received_at, into.received_at)
    into.flags = [*into.flags, *(flag for flag in case.flags if flag not in into.flags)]
    await _carry_over(tx, case, into)
    await tx.flush()
    await record(
        tx,
        CaseMerged(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, into_id=into.id),
    )
    await record(
        tx,
        CaseJoined(
            case_id=into.id, conversation_id=into.conversation_id, actor=actor.name, from_id=case.id, earlier=earlier
        ),
    )


async def _hold_both(tx: Transaction, case: Case, into: Case) -> None:
    """Talks before cases, the smaller number first: two who merge crosswise do not wait for each other for ever."""
    for conversation_id in sorted(talk for talk in {case.conversation_id, into.conversation_id} if talk):
        await hold(tx, conversation_id=conversation_id)
    for case_id in sorted({case.id, into.id}):
        await hold(tx, case_id=case_id)


async def _carry_over(tx: Transaction, case: Case, into: Case) -> None:
    """Points that only the merged case had. Sealed words are sealed anew: each case has its own key."""
    there = {issue.topic for issue in await issues_of(tx, into)}
    unknown = tx.policy.taxonomy.to_be_classified
    for issue in await issues_of(tx, case):
        if issue.topic not in there and issue.topic != unknown:
            claim = await keys.unseal(tx, case.key_owner, issue.claim)
            tx.add(
                Issue(
                    case_id=into.id, topic=issue.topic, suggested_topic=issue.suggested_topic,
                    confidence=issue.confidence, confirmed_by=issue.confirmed_by,
                    claim=await keys.seal(tx, into.key_owner, claim),
                )
            )  # fmt: skip
