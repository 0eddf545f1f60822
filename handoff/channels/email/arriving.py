"""What a letter that the mail server took means for promises."""

from __future__ import annotations

from handoff.channels.email.events import LetterSent
from handoff.channels.email.writing import ACKNOWLEDGEMENT
from handoff.db import Transaction
from handoff.sla.following import acknowledged


async def keep_acknowledgement(tx: Transaction, event: LetterSent) -> None:
    """The acknowledgement has left: what was promised first is kept."""
    if event.template == ACKNOWLEDGEMENT:
        await acknowledged(tx, event)
