"""What somebody needs in order to complain like everybody else: the need, never a diagnosis; with consent; looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from handoff.cases.care.events import NeedEnded, NeedNoted
from handoff.cases.events import CaseRaised
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.cases.records import SupportNeed
from handoff.cases.words import sealed
from handoff.db import Transaction, change
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record
from handoff.i18n import mark
from handoff.policy import Priority

CONSENTS = ("spoken", "written")


async def note_need(
    tx: Transaction, case: Case, *, driver: str, words: str, consent: str, review_at: datetime, actor: Actor
) -> SupportNeed:
    """Keep a need, and let the case go one step up the first time. Raises `Invalid` without consent or a date to look again."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    assert actor.id is not None, "only people note needs"
    if driver not in tx.policy.investigation.vulnerability:
        raise Invalid("Please choose one of what is offered.", code="choice_missing")
    elif consent not in CONSENTS:
        raise Invalid("A need is kept only when the person agrees.", code="consent_missing")
    elif review_at <= tx.clock.now():
        raise Invalid("Please choose a day to come, on which the need is looked at again.", code="review_missing")
    need = SupportNeed(
        case_id=case.id, driver=driver, consent=consent, review_at=review_at, by_id=actor.id, at=tx.clock.now()
    )
    need.words = await sealed(tx, case, words, need=mark("Please say what is needed."))
    tx.add(need)
    await tx.flush()
    about: dict[str, Any] = {"case_id": case.id, "conversation_id": case.conversation_id, "actor": actor.name}
    await record(tx, NeedNoted(**about, need_id=need.id))
    if "vulnerable" not in case.flags:
        before = Priority(case.priority)
        case.flags, case.priority = [*case.flags, "vulnerable"], before.raised()
        await tx.flush()
        if case.priority != before:
            await record(tx, CaseRaised(**about, before=before, priority=case.priority))
    return need


async def end_need(tx: Transaction, case: Case, need: SupportNeed, *, actor: Actor) -> None:
    """The need is no longer there. The flag stays: it says how the case was dealt with."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    ended = await change(
        tx,
        update(SupportNeed)
        .where(SupportNeed.id == need.id, SupportNeed.case_id == case.id, SupportNeed.ended_at.is_(None))
        .values(ended_at=tx.clock.now()),
    )
    await tx.refresh(need)
    if not ended:
        raise Conflict(code="moved_meanwhile")
    await record(
        tx, NeedEnded(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, need_id=need.id)
    )


async def needs_of(tx: Transaction, case: Case) -> Sequence[SupportNeed]:
    """Those that are still there."""
    query = select(SupportNeed).where(SupportNeed.case_id == case.id, SupportNeed.ended_at.is_(None))
    return (await tx.scalars(query.order_by(SupportNeed.id))).all()
