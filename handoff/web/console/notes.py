"""Private notes on a case. They stand in its talk; a case without one gets a talk of its own that no customer can open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handoff.cases import Case
from handoff.conversations import Conversation, close_conversation, open_conversation, post_message, read_messages
from handoff.conversations.opening import link_case
from handoff.customers import Customer
from handoff.db import Transaction
from handoff.staff import Agent


@dataclass(frozen=True)
class Note:
    text: str
    by_id: int | None
    at: datetime


async def notes_of(tx: Transaction, case: Case) -> Sequence[Note]:
    """The notes on the case, oldest first."""
    conversation = await tx.get(Conversation, case.conversation_id) if case.conversation_id else None
    if conversation is None:
        return []
    views = await read_messages(tx, conversation, private=True)
    return [Note(view.body, view.agent_id, view.posted_at) for view in views if view.kind == "note"]


async def add_note(tx: Transaction, case: Case, agent: Agent, *, text: str) -> None:
    conversation = await tx.get(Conversation, case.conversation_id) if case.conversation_id else None
    if conversation is None:
        conversation = await _room(tx, case, agent)
    await post_message(tx, conversation, author="agent", kind="note", body=text, agent_id=agent.id)


async def _room(tx: Transaction, case: Case, agent: Agent) -> Conversation:
    """A talk that is over from the start: its customer has no session, so nobody but the desk can reach it."""
    nobody = Customer(session_hash=None, language=case.language, created_at=tx.clock.now())
    tx.add(nobody)
    await tx.flush()
    conversation = await open_conversation(tx, nobody, language=case.language, channel=case.channel)
    await close_conversation(tx, conversation, actor=f"agent:{agent.id}")
    case.conversation_id = conversation.id
    await link_case(tx, conversation, case_id=case.id, actor=f"agent:{agent.id}")
    return conversation
