"""Hold a talk and see it as it is now: what was read before somebody else's commit does not count."""

from __future__ import annotations

from handoff.conversations.models import Conversation
from handoff.db import Transaction, changes
from handoff.events import hold


async def lock(tx: Transaction, conversation: Conversation) -> None:
    """Hold the talk and its case until the transaction ends, and have the talk's row as it is now.

    Without the second step a customer's message could find the assistant still at it, while the assistant has just seen that
    nothing was left: the message would wait for ever. Held once, the row is read again only when a statement of this very
    transaction has changed it.
    """
    seen: dict[int, int] = tx.info.setdefault("talks held", {})
    changed = changes(tx, Conversation)
    if seen.get(conversation.id) == changed:
        return
    # SQLite has one writer, and that is us: what was read in this transaction is what stands there.
    only_us = tx.get_bind().dialect.name == "sqlite"
    if not only_us or changed:
        await tx.flush()
        await hold(tx, conversation_id=conversation.id, case_id=conversation.case_id)
        if conversation in tx:
            await tx.refresh(conversation)
    seen[conversation.id] = changed
