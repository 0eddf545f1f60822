"""Let the assistant forget talks: those that were erased, and all others some time after they are over.

Its memory is a whole transcript in the clear. An errand of the worker empties it, and tries again while it is away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Update, select, update
from sqlalchemy.orm import Mapped, mapped_column

from handoff.assistant.client import AssistantDown
from handoff.cases.events import CaseOpened
from handoff.conversations import Conversation
from handoff.conversations.events import ConversationClosed
from handoff.db import Base, Transaction, change, insert_once
from handoff.policy.retention import after
from handoff.privacy.events import TalkErased

if TYPE_CHECKING:
    from handoff.app import Services

AGAIN = 300  # seconds after which an assistant that was away is asked again

log = structlog.get_logger()


class Forgetting(Base):
    """A talk that the assistant is to forget, with all its generations, and when."""

    __tablename__ = "forgettings"

    conversation_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    done_at: Mapped[datetime | None]


async def plan_at_end(tx: Transaction, event: ConversationClosed) -> None:
    """When a talk is over, its transcript has its time. A talk that goes on meanwhile is asked anew."""
    assert event.conversation_id is not None
    await _plan(tx, event.conversation_id, after(tx.clock.now(), tx.policy.retention.keep["transcript"]))


async def plan_copied(tx: Transaction, event: CaseOpened) -> None:
    """Its words are in the case now: the assistant's own copy has its time from here, should the talk never be ended."""
    if event.conversation_id is not None:
        await _plan(tx, event.conversation_id, after(tx.clock.now(), tx.policy.retention.keep["transcript"]))


async def plan_now(tx: Transaction, event: TalkErased) -> None:
    assert event.conversation_id is not None
    await _plan(tx, event.conversation_id, tx.clock.now())


async def to_forget(tx: Transaction, limit: int) -> Sequence[int]:
    query = select(Forgetting.conversation_id).where(Forgetting.done_at.is_(None), Forgetting.at <= tx.clock.now())
    return (await tx.scalars(query.order_by(Forgetting.at).limit(limit))).all()


async def forget(services: Services, conversation_id: int) -> None:
    """Empty the assistant's memory of every generation of the talk. While it is away, later again."""
    async with services.db.reading() as tx:
        talk = await tx.get_one(Conversation, conversation_id)
        planned = (await tx.get_one(Forgetting, conversation_id)).at
    try:
        for generation in range(1, talk.generation + 1):
            await services.rasa.forget(f"c{talk.id}-{talk.sender_name}-{generation}")
    except AssistantDown as error:
        log.warning("the assistant could not forget a talk yet", reason=str(error), conversation=conversation_id)
        async with services.db.transaction() as tx:
            later = datetime.fromtimestamp(tx.clock.now().timestamp() + AGAIN, tz=planned.tzinfo)
            await change(tx, _claimed(conversation_id, planned).values(at=later))
        return
    async with services.db.transaction() as tx:
        # The next words of this customer begin a fresh memory.
        await change(
            tx, update(Conversation).where(Conversation.id == talk.id).values(generation=Conversation.generation + 1)
        )
        await change(tx, _claimed(conversation_id, planned).values(done_at=tx.clock.now()))


def _claimed(conversation_id: int, planned: datetime) -> Update:
    return update(Forgetting).where(Forgetting.conversation_id == conversation_id, Forgetting.at == planned)


async def _plan(tx: Transaction, conversation_id: int, at: datetime) -> None:
    await insert_once(tx, Forgetting, conversation_id=conversation_id, at=at)
    await change(
        tx, update(Forgetting).where(Forgetting.conversation_id == conversation_id).values(at=at, done_at=None)
    )
