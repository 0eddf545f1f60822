"""Letters of what was erased: those that wait are not sent any more. Their words were emptied with the rest."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from handoff.channels.email.models import Letter
from handoff.db import Transaction, change
from handoff.privacy.events import CaseErased, TalkErased


async def forget_letters(tx: Transaction, event: CaseErased) -> None:
    await _forget(tx, Letter.case_id == event.case_id)


async def forget_reminders(tx: Transaction, event: TalkErased) -> None:
    await _forget(tx, Letter.conversation_id == event.conversation_id)


async def _forget(tx: Transaction, mine: Any) -> None:
    waiting = (mine, Letter.status.in_(("queued", "sending")))
    await change(tx, update(Letter).where(*waiting).values(status="failed"))
