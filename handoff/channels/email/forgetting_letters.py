"""Letters of an erased case: what waits is not sent any more. Their words were emptied with the rest."""

from __future__ import annotations

from sqlalchemy import update

from handoff.channels.email.models import Letter
from handoff.db import Transaction, change
from handoff.privacy.events import CaseErased


async def forget_letters(tx: Transaction, event: CaseErased) -> None:
    waiting = (Letter.case_id == event.case_id, Letter.status.in_(("queued", "sending")))
    await change(tx, update(Letter).where(*waiting).values(status="failed"))
