"""What the complainant says to an answer: content, not content, or nothing. The three are never mixed."""

from __future__ import annotations

from sqlalchemy import func, select

from handoff.cases.closing import close
from handoff.cases.events import AnswerAccepted, AnswerRejected
from handoff.cases.models import Acceptance, Case, RemedyItem
from handoff.cases.moving import SYSTEM, Actor, NotPossible, move
from handoff.db import Transaction, keys
from handoff.events import hold, record


async def accept(tx: Transaction, case: Case, *, how: str, actor: Actor, words: str | None = None) -> None:
    """The complainant is content. With nothing left to do the case closes (T19), else what was promised is done first (T18)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.state != "responded":
        raise NotPossible
    await _note(tx, case, "accepted", how=how, by=actor.name, words=words)
    await record(tx, AnswerAccepted(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, how=how))
    # An agent may write down what they were told by telephone; the step itself is the complainant's.
    if await _undone(tx, case):
        await move(tx, case, "T18", Actor(actor.name, "complainant", actor.id))
    else:
        await move(tx, case, "T19", Actor(actor.name, "complainant", actor.id))
        await close(tx, case, reason="resolved_accepted", actor=actor)


async def reject(tx: Transaction, case: Case, *, how: str, actor: Actor, words: str | None = None) -> None:
    """The complainant is not content: never closure. With something new the investigation goes on (T24).

    Without, the case stays answered and open, and a supervisor is told to arrange the second look.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.state != "responded":
        raise NotPossible
    await _note(tx, case, "rejected", how=how, by=actor.name, words=words)
    await record(tx, AnswerRejected(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, how=how))
    if words and words.strip():
        await move(tx, case, "T24", Actor(actor.name, "complainant", actor.id), what_is_new=words)


async def deem_silent(tx: Transaction, case: Case) -> None:
    """The window for an answer is over and two reminders went out (T20). Silence is not counted as content."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await _note(tx, case, "no_reply", how="silence", by="system", words=None)
    await move(tx, case, "T20", SYSTEM, two_reminders_sent=True)
    await close(tx, case, reason="deemed_no_reply", actor=SYSTEM)


async def _note(tx: Transaction, case: Case, value: str, *, how: str, by: str, words: str | None) -> None:
    tx.add(
        Acceptance(
            case_id=case.id,
            stage=case.stage,
            value=value,
            by=by,
            how=how,
            at=tx.clock.now(),
            words=await keys.seal(tx, case.key_owner, words),
        )
    )
    await tx.flush()


async def _undone(tx: Transaction, case: Case) -> int:
    return (
        await tx.scalar(
            select(func.count(RemedyItem.id)).where(RemedyItem.case_id == case.id, RemedyItem.done_at.is_(None))
        )
        or 0
    )
