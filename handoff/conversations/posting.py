"""The one way by which a message enters a conversation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from handoff.conversations.events import ConversationReopened, MessagePosted, NotePosted
from handoff.conversations.locking import lock
from handoff.conversations.models import Conversation, Message
from handoff.db import Transaction, keys
from handoff.errors import Conflict, Invalid
from handoff.events import Event, record, take_number

LONGEST = 4000  # characters


async def post_message(
    tx: Transaction,
    conversation: Conversation,
    *,
    author: str,
    body: str,
    kind: str = "text",
    agent_id: int | None = None,
    data: dict[str, Any] | None = None,
    client_id: str | None = None,
    for_assistant: bool = True,
) -> Message:
    """Post `body`; a second time with the same `client_id`, change nothing and return the first message.

    `author` is customer, assistant, agent or system. A customer who writes after the end opens the talk again. With
    `for_assistant` false, the service itself deals with what the customer said.
    Raises `Invalid` for an empty or too long body, `Conflict` when the assistant would speak while a person does.
    """
    body = "".join(character for character in body if character >= " " or character in "\n\t").strip()
    if not body:
        raise Invalid("An empty message cannot be sent.", code="message_empty")
    if len(body) > LONGEST:
        raise Invalid("A message may have up to {longest} characters.", code="message_long", longest=LONGEST)
    await lock(tx, conversation)
    if author == "assistant" and conversation.speaker in ("agent", "nobody"):
        raise Conflict("A person is speaking now.", code="person_speaks")
    now = tx.clock.now()
    if client_id is not None and (first := await posted_with(tx, conversation, client_id)):
        return await tx.get_one(Message, first)
    asks = author == "customer" and for_assistant
    number = await _next_number(tx, conversation, author)
    message = Message(
        conversation_id=conversation.id,
        number=number,
        author=author,
        agent_id=agent_id,
        kind=kind,
        body=await keys.seal(tx, conversation.owner, body),
        data=data or {},
        client_id=client_id,
        posted_at=now,
        answered_at=None if asks and conversation.speaker in ("assistant", "nobody") else now,
    )
    tx.add(message)
    await tx.flush()
    _note_activity(tx, conversation, author, kind, asks=asks)
    await _tell(tx, conversation, message)
    return message


async def posted_with(tx: Transaction, conversation: Conversation, client_id: str | None) -> int | None:
    """The id of the message that was posted with this client_id, or None."""
    return await tx.scalar(
        select(Message.id).where(Message.conversation_id == conversation.id, Message.client_id == client_id)
    )


async def _next_number(tx: Transaction, conversation: Conversation, author: str) -> int:
    """The number of the message's event. That a customer opens the talk again by writing comes before it."""
    if author == "customer" and conversation.speaker == "nobody":
        conversation.speaker, conversation.closed_at, conversation.agent_id = "assistant", None, None
        conversation.generation += 1
        await record(
            tx, ConversationReopened(conversation_id=conversation.id, case_id=conversation.case_id, actor="customer")
        )
    return await take_number(tx, conversation.id)


def _note_activity(tx: Transaction, conversation: Conversation, author: str, kind: str, *, asks: bool) -> None:
    now = tx.clock.now()
    if author == "customer":
        conversation.last_customer_at = now
        if conversation.speaker == "assistant" and conversation.waiting_since is None and asks and kind == "text":
            conversation.waiting_since = now
    elif author == "agent" and kind != "note":
        conversation.last_agent_at = now


async def _tell(tx: Transaction, conversation: Conversation, message: Message) -> None:
    whose = {"conversation_id": conversation.id, "case_id": conversation.case_id}
    actor = f"agent:{message.agent_id}" if message.agent_id else message.author
    event: Event
    if message.kind == "note":
        assert message.agent_id is not None, "only people write notes"
        event = NotePosted(**whose, actor=actor, message_id=message.id, agent_id=message.agent_id)
    else:
        event = MessagePosted(
            **whose, actor=actor, message_id=message.id, author=message.author, kind=message.kind,
            agent_id=message.agent_id,
        )  # fmt: skip
    await record(tx, event, number=message.number)
