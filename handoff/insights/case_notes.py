"""Private notes on a case: those written on it, and those written in its talk, as one list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.noting import CaseNote
from handoff.conversations import Conversation, read_messages
from handoff.db import Transaction, keys
from handoff.errors import Erased


@dataclass(frozen=True)
class Note:
    text: str
    by_id: int | None
    at: datetime


async def notes_of(tx: Transaction, case: Case) -> Sequence[Note]:
    """Oldest first. Of an erased case none is left."""
    return sorted([*await _of_case(tx, case), *await _of_talk(tx, case)], key=lambda note: note.at)


async def _of_case(tx: Transaction, case: Case) -> list[Note]:
    rows = await tx.scalars(select(CaseNote).where(CaseNote.case_id == case.id).order_by(CaseNote.id))
    try:
        return [Note(await keys.unseal(tx, case.key_owner, row.body) or "", row.by_id, row.at) for row in rows]
    except Erased:
        return []


async def _of_talk(tx: Transaction, case: Case) -> list[Note]:
    conversation = await tx.get(Conversation, case.conversation_id) if case.conversation_id else None
    if conversation is None:
        return []
    views = await read_messages(tx, conversation, private=True)
    return [Note(view.body, view.agent_id, view.posted_at) for view in views if view.kind == "note"]
