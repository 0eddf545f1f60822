"""Answer the customer while no person has taken over: one turn at a time per talk, nothing lost, nothing twice.

The message is stored before the assistant is asked. Whoever asks holds the talk's turn as a lease in its row: a second message
waits for it, and when the process dies the worker takes the turn up again after the lease. Asked a second time, the assistant's
own memory is looked at first, so that it does not hear the same words twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from handoff import metrics
from handoff.assistant.client import AssistantDown
from handoff.assistant.replies import Reply
from handoff.assistant.turns import Given, Turn, fail_turn, give_turn, take_turn, turn_is_free
from handoff.cases.draft_events import DraftTakenUp
from handoff.conversations import Conversation
from handoff.conversations.events import ConversationOpened, MessagePosted
from handoff.db import Transaction

if TYPE_CHECKING:
    from handoff.app import Services

log = structlog.get_logger()


async def react(services: Services, event: MessagePosted) -> None:
    """AFTER a message: answer it when the customer wrote."""
    if event.author == "customer" and event.conversation_id is not None:
        await answer(services, event.conversation_id)


async def greet(services: Services, event: ConversationOpened | DraftTakenUp) -> None:
    """AFTER a talk was opened, or its customer came back to a draft: the assistant speaks first."""
    if event.conversation_id is not None:
        await answer(services, event.conversation_id)


async def unanswered(tx: Transaction, limit: int) -> Sequence[int]:
    """Talks in which the customer waits for the assistant and nobody holds the turn."""
    query = select(Conversation.id).where(
        Conversation.waiting_since.is_not(None), Conversation.speaker == "assistant", turn_is_free(tx.clock.now())
    )
    return (await tx.scalars(query.order_by(Conversation.waiting_since).limit(limit))).all()


async def answer(services: Services, conversation_id: int) -> None:
    """Answer everything unanswered in the talk, in order, unless somebody else is at it."""
    while turn := await _take(services, conversation_id):
        try:
            with metrics.turn_seconds.time():
                replies = await _ask(services, turn)
        except AssistantDown as error:
            log.warning("the assistant is down", reason=str(error), conversation=conversation_id)
            async with services.db.transaction() as tx:
                await fail_turn(tx, turn)
            return
        async with services.db.transaction() as tx:
            given = await give_turn(tx, turn, replies)
        if given is Given.FAILED:
            return
        metrics.turns.labels(outcome="answered").inc()
        if given is Given.ALL_ANSWERED:
            return


async def _take(services: Services, conversation_id: int) -> Turn | None:
    async with services.db.transaction() as tx:
        return await take_turn(tx, conversation_id)


async def _ask(services: Services, turn: Turn) -> list[Reply]:
    if turn.asked_before and turn.message_id is not None:
        remembered = await services.rasa.remembered(turn.sender, turn.message_id)
        if remembered is not None:
            return remembered
    return await services.rasa.ask(turn.sender, turn.text, turn.metadata)
