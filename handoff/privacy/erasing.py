"""Erase a case, or a talk that never became one: its key is destroyed, and with it every copy of its words.

The event log and its chain, numbers, dates, topics and outcomes stay: nothing in them tells who somebody is. A tombstone
says what was there. The assistant's own memory of the talks is emptied by an errand of the worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import LargeBinary, delete, func, select, update

from handoff.cases import Answer, Case, Party
from handoff.cases.models import Addition
from handoff.cases.moving import SYSTEM, move
from handoff.cases.noting import CaseNote
from handoff.cases.prints import take_prints_away
from handoff.conversations import Attachment, Conversation, Message
from handoff.conversations.models import Original
from handoff.customers import Customer
from handoff.db import Base, Transaction, change, insert_once, keys
from handoff.errors import Conflict
from handoff.events import hold as take_turn
from handoff.events import record
from handoff.follow_ups.models import Prompt
from handoff.privacy.events import CaseErased, TalkErased
from handoff.privacy.holding import check_free
from handoff.privacy.models import Keeping, Tombstone
from handoff.surveys.models import Survey


async def erase_case(tx: Transaction, case: Case, *, ground: str, actor: str) -> bool:
    """False when it was erased before. Raises `Held` under a hold, `Conflict` (code still_open) while it is dealt with."""
    talks = await talks_of_case(tx, case)
    for talk in talks:
        await take_turn(tx, conversation_id=talk.id)
    await take_turn(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    if case.is_open:
        raise Conflict(
            "This complaint is still being dealt with. It can be erased once it is closed.", code="still_open"
        )
    await check_free(tx, case)
    counts = await what_is_held(tx, case)
    if not await _bury(tx, case.key_owner, ground=ground, actor=actor, counts=counts):
        return False
    await _end_its_road(tx, case, ground=ground)
    mine = [talk for talk in talks if not await _shared(tx, talk, case)]
    await keys.destroy(tx, case.key_owner)
    await _empty_case(tx, case)
    for talk in mine:
        await _erase_talk(tx, talk, ground=ground, actor=actor)
    await insert_once(tx, Keeping, case_id=case.id)
    await change(tx, update(Keeping).where(Keeping.case_id == case.id).values(purged_at=tx.clock.now()))
    ids = tuple(talk.id for talk in mine)
    await record(tx, CaseErased(case_id=case.id, actor=actor, ground=ground, talks=ids))
    return True


async def erase_talk(tx: Transaction, talk: Conversation, *, ground: str, actor: str) -> bool:
    """A talk without a case. False when it was erased before; `Conflict` when it belongs to a case."""
    await take_turn(tx, conversation_id=talk.id)
    await tx.refresh(talk)
    if talk.case_id is not None or await tx.scalar(select(Case.id).where(Case.conversation_id == talk.id)):
        raise Conflict
    return await _erase_talk(tx, talk, ground=ground, actor=actor)


async def talks_of_case(tx: Transaction, case: Case) -> Sequence[Conversation]:
    """The talk in which it was told, and every other one that was linked to it."""
    of_it = (Conversation.case_id == case.id) | (Conversation.id == (case.conversation_id or 0))
    return (await tx.scalars(select(Conversation).where(of_it).order_by(Conversation.id))).all()


async def what_is_held(tx: Transaction, case: Case) -> dict[str, int]:
    """How many of what is kept of the case: for the decision, and for the tombstone."""
    ids = [talk.id for talk in await talks_of_case(tx, case)]
    counted: dict[str, Any] = {
        "messages": select(func.count(Message.id)).where(Message.conversation_id.in_(ids)),
        "files": select(func.count(Attachment.id)).where(
            (Attachment.case_id == case.id) | Attachment.conversation_id.in_(ids)
        ),
        "people": select(func.count(Party.id)).where(Party.case_id == case.id),
        "notes": select(func.count(CaseNote.id)).where(CaseNote.case_id == case.id),
        "answers": select(func.count(Answer.id)).where(Answer.case_id == case.id),
        "additions": select(func.count(Addition.id)).where(Addition.case_id == case.id),
        "survey_words": select(func.count(Survey.id)).where(Survey.case_id == case.id, Survey.comment.is_not(None)),
    }
    counts = {name: await tx.scalar(query) or 0 for name, query in counted.items()}
    return {**counts, "talks": len(ids)}


async def _end_its_road(tx: Transaction, case: Case, *, ground: str) -> None:
    """Its state says that it is gone; one that is asked for before its time is archived on the way. What was merged stays so."""
    if case.state == "closed":
        await move(tx, case, "T41", SYSTEM, no_hold=True)
    if case.state == "archived":
        await move(tx, case, "T43", SYSTEM, no_hold=True, two_person_approval_or_policy=ground)


async def _bury(tx: Transaction, owner: str, *, ground: str, actor: str, counts: dict[str, int]) -> bool:
    now = tx.clock.now()
    made = await insert_once(tx, Tombstone, owner=owner, ground=ground, by=actor, at=now, counts=counts)
    return made is not None


async def _shared(tx: Transaction, talk: Conversation, case: Case) -> bool:
    """Whether another case that still stands was told in the same talk: its words stay until that one goes too."""
    others = select(Case.id).where(
        (Case.conversation_id == talk.id) | (Case.id == (talk.case_id or 0)),
        Case.id != case.id,
        Case.id.not_in(select(Keeping.case_id).where(Keeping.purged_at.is_not(None))),
    )
    return await tx.scalar(others.limit(1)) is not None


async def _empty_case(tx: Transaction, case: Case) -> None:
    """What was sealed cannot be read any more; it shall not lie about either, whichever table it is in."""
    case.narrative = case.product = case.order_ref = case.wanted = case.needs = case.secret = None
    case.unit = None
    await tx.flush()
    await _empty_sealed(tx, "case_id", case.id)
    await take_prints_away(tx, case)
    of_it: list[Any] = [
        update(Party).where(Party.case_id == case.id).values(email_print=None),
        delete(Original).where(Original.attachment_id.in_(select(Attachment.id).where(Attachment.case_id == case.id))),
        update(Survey).where(Survey.case_id == case.id).values(token_hash=None, remind_at=None),
        update(Prompt)
        .where(Prompt.case_id == case.id, Prompt.state.in_(("due", "sent")))
        .values(state="cancelled", ended_at=tx.clock.now()),
    ]
    for statement in of_it:
        await change(tx, statement)


async def _empty_sealed(tx: Transaction, column: str, value: int) -> None:
    """Empty every sealed column of every table whose rows belong to this case or talk: tables to come are met as well."""
    for table in Base.metadata.sorted_tables:
        sealed = [kept for kept in table.columns if isinstance(kept.type, LargeBinary)]
        if sealed and column in table.columns:
            empty = {kept.name: None if kept.nullable else b"" for kept in sealed}
            await tx.execute(update(table).where(table.columns[column] == value).values(empty))


async def _erase_talk(tx: Transaction, talk: Conversation, *, ground: str, actor: str) -> bool:
    counted = select(func.count(Message.id)).where(Message.conversation_id == talk.id)
    counts = {"messages": await tx.scalar(counted) or 0}
    if not await _bury(tx, talk.owner, ground=ground, actor=actor, counts=counts):
        return False
    await keys.destroy(tx, talk.owner)
    files = select(Attachment.id).where(Attachment.conversation_id == talk.id)
    await change(tx, delete(Original).where(Original.attachment_id.in_(files)))
    await _empty_sealed(tx, "conversation_id", talk.id)
    # The browser that held this talk no longer comes back to it, unless the same customer has another.
    others = select(Conversation.id).where(Conversation.customer_id == talk.customer_id, Conversation.id != talk.id)
    if await tx.scalar(others.limit(1)) is None:
        await change(tx, update(Customer).where(Customer.id == talk.customer_id).values(session_hash=None))
    await record(tx, TalkErased(conversation_id=talk.id, case_id=talk.case_id, actor=actor, ground=ground))
    return True
