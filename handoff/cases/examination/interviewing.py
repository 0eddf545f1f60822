"""Hear those who know something: the complainant, colleagues, witnesses. Both sides, or a kept reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from handoff.cases.examination.declaring import ensure_no_stake
from handoff.cases.examination.events import SomebodyHeard
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.cases.records import Interview
from handoff.cases.words import sealed
from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.events import hold, record
from handoff.i18n import mark


async def hear(
    tx: Transaction, case: Case, *, who: str, words: str, actor: Actor, name: str | None = None,
    companion: str | None = None, heard_at: datetime | None = None,
) -> Interview:  # fmt: skip
    """Keep what somebody said, and who was with them."""
    said = await sealed(tx, case, words, need=mark("Please write down what was said."))
    at = min(heard_at or tx.clock.now(), tx.clock.now())
    return await _keep(tx, case, actor, who=who, name=name, companion=companion, words=said, heard_at=at)


async def note_not_heard(
    tx: Transaction, case: Case, *, who: str, because: str, actor: Actor, name: str | None = None
) -> Interview:
    """Somebody could not be heard: they are unreachable, or it would endanger evidence or a person."""
    reason = await sealed(tx, case, because, need=mark("Please say why they could not be heard."))
    return await _keep(tx, case, actor, who=who, name=name, not_heard_because=reason)


async def interviews_of(tx: Transaction, case: Case) -> Sequence[Interview]:
    return (await tx.scalars(select(Interview).where(Interview.case_id == case.id).order_by(Interview.id))).all()


async def _keep(
    tx: Transaction, case: Case, actor: Actor, *, who: str, name: str | None, companion: str | None = None,
    words: bytes | None = None, not_heard_because: bytes | None = None, heard_at: datetime | None = None,
) -> Interview:  # fmt: skip
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await ensure_no_stake(tx, case, actor)
    assert actor.id is not None, "only people hear others"
    if who not in tx.policy.investigation.interviewed:
        raise Invalid("Please choose who was heard.", code="choice_missing")
    interview = Interview(
        case_id=case.id,
        who=who,
        name=await sealed(tx, case, name),
        companion=await sealed(tx, case, companion),
        words=words,
        not_heard_because=not_heard_because,
        heard_at=heard_at,
        by_id=actor.id,
        at=tx.clock.now(),
    )
    tx.add(interview)
    await tx.flush()
    await record(
        tx,
        SomebodyHeard(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, interview_id=interview.id, who=who,
            heard=heard_at is not None,
        ),
    )  # fmt: skip
    return interview
