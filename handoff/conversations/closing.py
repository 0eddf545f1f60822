"""End a talk. What was said stays; writing again opens it anew."""

from __future__ import annotations

from sqlalchemy import update

from handoff.conversations.events import ConversationClosed
from handoff.conversations.locking import lock
from handoff.conversations.models import Conversation
from handoff.db import Transaction, change
from handoff.events import record


async def close_conversation(tx: Transaction, conversation: Conversation, *, actor: str) -> bool:
    """End the talk. False when it had ended already."""
    await lock(tx, conversation)
    now = tx.clock.now()
    closed = await change(
        tx,
        update(Conversation)
        .where(Conversation.id == conversation.id, Conversation.speaker != "nobody")
        .values(speaker="nobody", closed_at=now, waiting_since=None, turn_until=None, queued_at=None),
    )
    await tx.refresh(conversation)
    if closed:
        await record(tx, ConversationClosed(conversation_id=conversation.id, case_id=conversation.case_id, actor=actor))
    return closed == 1
