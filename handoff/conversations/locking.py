"""Hold a talk and see it as it is now: what was read before somebody else's commit does not count."""

from __future__ import annotations

from handoff.conversations.models import Conversation
from handoff.db import Transaction
from handoff.events import hold


async def lock(tx: Transaction, conversation: Conversation) -> None:
    """Hold the talk and its case until the transaction ends, then read the talk's row anew.

    Without the second step a customer's message could find the assistant still at it, while the assistant has just seen that
    nothing was left: the message would wait for ever.
    """
    await tx.flush()
    await hold(tx, conversation_id=conversation.id, case_id=conversation.case_id)
    if conversation in tx:
        await tx.refresh(conversation)
