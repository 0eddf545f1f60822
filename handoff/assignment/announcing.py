"""Tell the customer, in a line of the talk, who speaks with them now."""

from __future__ import annotations

from handoff.assignment.queueing import handover_text
from handoff.conversations import Conversation, post_message
from handoff.conversations.events import (
    ConversationClosed,
    ConversationTaken,
    DangerTold,
    HandedBack,
    PersonRequested,
    QueueLeft,
)
from handoff.db import Transaction
from handoff.i18n import isolate, translate
from handoff.staff import Agent


async def tell_waiting(tx: Transaction, event: PersonRequested) -> None:
    """What a customer who asked for a person can expect; or that a colleague is to take over."""
    conversation = await _talk(tx, event.conversation_id)
    if event.reason == "transfer":
        name = await _name(tx, conversation, int(event.actor.removeprefix("agent:")))
        text = translate(
            conversation.language, "{name} is passing you on to a colleague, who will have read everything.", name=name
        )
    else:
        text = await handover_text(tx, conversation)
    await _notice(tx, conversation, text)


async def tell_waiting_first(tx: Transaction, event: DangerTold) -> None:
    """Whoever waits already and now speaks of danger has another place."""
    conversation = await _talk(tx, event.conversation_id)
    await _notice(tx, conversation, await handover_text(tx, conversation))


async def tell_taken(tx: Transaction, event: ConversationTaken) -> None:
    conversation = await _talk(tx, event.conversation_id)
    name = await _name(tx, conversation, event.agent_id)
    await _notice(
        tx,
        conversation,
        translate(conversation.language, "{name} has joined and has read everything so far.", name=name),
    )


async def tell_handed_back(tx: Transaction, event: HandedBack) -> None:
    conversation = await _talk(tx, event.conversation_id)
    name = await _name(tx, conversation, event.agent_id)
    text = translate(
        conversation.language,
        "{name} has left the talk. The automated assistant goes on; you can ask for a person again at any moment.",
        name=name,
    )
    await _notice(tx, conversation, text)


async def tell_queue_left(tx: Transaction, event: QueueLeft) -> None:
    conversation = await _talk(tx, event.conversation_id)
    text = translate(
        conversation.language,
        "You are no longer waiting for a person. The automated assistant goes on; you can ask again at any moment.",
    )
    await _notice(tx, conversation, text)


async def tell_closed(tx: Transaction, event: ConversationClosed) -> None:
    conversation = await _talk(tx, event.conversation_id)
    await _notice(
        tx, conversation, translate(conversation.language, "This talk has ended. To go on, write here at any time.")
    )


async def _talk(tx: Transaction, conversation_id: int | None) -> Conversation:
    return await tx.get_one(Conversation, conversation_id)


async def _name(tx: Transaction, conversation: Conversation, agent_id: int) -> str:
    agent = await tx.get_one(Agent, agent_id)
    return isolate(agent.display_name(conversation.language))


async def _notice(tx: Transaction, conversation: Conversation, text: str) -> None:
    await post_message(tx, conversation, author="system", kind="notice", body=text)
