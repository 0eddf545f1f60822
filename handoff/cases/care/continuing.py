"""Go on with a matter without its complainant, because it must be looked into anyway; and bring that to its end."""

from __future__ import annotations

from handoff.cases.care.events import OwnMotionBegun
from handoff.cases.closing import close
from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.models import Case
from handoff.cases.moving import Actor, move
from handoff.cases.noting import CaseNote
from handoff.cases.words import sealed
from handoff.db import Transaction
from handoff.events import hold, record


async def continue_without_complainant(tx: Transaction, case: Case, *, why: str, actor: Actor) -> None:
    """The complainant is left in peace, the examination goes on (T37). Why is kept with the case."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    await move(tx, case, "T37", actor, why_it_must_continue=why)
    await _keep(tx, case, why, actor)
    await record(tx, OwnMotionBegun(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name))


async def conclude_own_motion(tx: Transaction, case: Case, *, actor: Actor, why_no_action: str | None = None) -> None:
    """Findings, and actions or why none are needed: then it is over (T38). The result stands on the page of the case."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    await move(tx, case, "T38", actor, why_no_action=why_no_action)
    if why_no_action:
        await _keep(tx, case, why_no_action, actor)
    await close(tx, case, reason="own_motion_concluded", actor=actor)


async def _keep(tx: Transaction, case: Case, words: str, actor: Actor) -> None:
    if actor.id is not None:
        tx.add(CaseNote(case_id=case.id, body=await sealed(tx, case, words), by_id=actor.id, at=tx.clock.now()))
        await tx.flush()
