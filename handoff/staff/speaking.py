"""The language of somebody's own desk."""

from __future__ import annotations

from handoff.db import Transaction
from handoff.staff.models import Agent


async def choose_language(tx: Transaction, agent: Agent, language: str) -> bool:
    """False when the desk speaks it already. How one's own screen looks is no event: nobody else is concerned."""
    if agent.language == language:
        return False
    agent.language = language
    await tx.flush()
    return True
