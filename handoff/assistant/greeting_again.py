"""Who comes back to what they left unfinished is greeted anew, and the open question is put again."""

from __future__ import annotations

from sqlalchemy import update

from handoff.cases.draft_events import DraftTakenUp
from handoff.conversations import Conversation
from handoff.db import Transaction, change


async def owe_greeting(tx: Transaction, event: DraftTakenUp) -> None:
    """In the talk, while the assistant has the word and owes nothing else. What it said last may be days old."""
    if event.how == "chat":
        quiet = (
            Conversation.id == event.conversation_id,
            Conversation.speaker == "assistant",
            Conversation.waiting_since.is_(None),
            Conversation.last_customer_at.is_not(None),
        )
        await change(tx, update(Conversation).where(*quiet).values(greeted=False, waiting_since=tx.clock.now()))
