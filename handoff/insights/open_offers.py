"""Talks that are held out to somebody at this moment."""

from __future__ import annotations

from sqlalchemy import select

from handoff.assignment.models import Offer
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.insights.talks import TalkLine, talk_line
from handoff.staff import Agent


async def open_offers(tx: Transaction, agent: Agent) -> list[tuple[Offer, TalkLine]]:
    """The open offers to this person, the oldest first, each with its talk."""
    rows = await tx.execute(
        select(Offer, Conversation)
        .join(Conversation, Conversation.id == Offer.conversation_id)
        .where(Offer.agent_id == agent.id, Offer.open_for.is_not(None), Offer.expires_at > tx.clock.now())
        .order_by(Offer.id)
    )
    return [(offer, await talk_line(tx, agent, conversation)) for offer, conversation in rows.all()]
