"""Read a talk: messages with their text unsealed, for those who may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from handoff.conversations.models import Conversation, Message
from handoff.db import Transaction, change, keys
from handoff.errors import Erased
from handoff.i18n import translate


@dataclass(frozen=True)
class MessageView:
    """A message as a reader sees it. `number` is its event number in the conversation."""

    id: int
    number: int
    author: str
    agent_id: int | None
    kind: str
    body: str
    data: dict[str, Any]
    client_id: str | None
    posted_at: datetime


async def read_messages(
    tx: Transaction, conversation: Conversation, *, private: bool, after: int = 0, limit: int | None = None
) -> list[MessageView]:
    """Messages with a number above `after`, in order; with `private`, notes among staff too. `limit` keeps the newest."""
    query = select(Message).where(Message.conversation_id == conversation.id, Message.number > after)
    if not private:
        query = query.where(Message.kind != "note")
    rows: Sequence[Message] = (await tx.scalars(query.order_by(Message.number.desc()).limit(limit))).all()
    return [await _view(tx, conversation, row) for row in reversed(rows)]


async def read_message(tx: Transaction, conversation: Conversation, message_id: int) -> MessageView | None:
    """One message of this conversation, or None."""
    row = await tx.get(Message, message_id)
    if row is None or row.conversation_id != conversation.id:
        return None
    return await _view(tx, conversation, row)


async def mark_read(tx: Transaction, conversation: Conversation, *, by: str, number: int) -> bool:
    """Note that `by` ("customer" or "agent") has seen everything up to `number`. False when that was known."""
    column = Conversation.customer_read if by == "customer" else Conversation.agent_read
    moved = await change(
        tx, update(Conversation).where(Conversation.id == conversation.id, column < number).values({column: number})
    )
    return moved == 1


async def note_present(tx: Transaction, conversation: Conversation) -> None:
    """The customer has the talk before them. A sign of life, not an event: it would drown the log."""
    conversation.customer_seen_at = tx.clock.now()
    await tx.flush()


async def _view(tx: Transaction, conversation: Conversation, row: Message) -> MessageView:
    try:
        body = await keys.unseal(tx, conversation.owner, row.body)
    except Erased:
        body = None
    if body is None:
        body = translate(conversation.language, Erased.message)
    return MessageView(
        id=row.id,
        number=row.number or 0,
        author=row.author,
        agent_id=row.agent_id,
        kind=row.kind,
        body=body,
        data=row.data,
        client_id=row.client_id,
        posted_at=row.posted_at,
    )
