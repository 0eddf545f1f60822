"""A talk held out to one person for a short while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class Offer(Base):
    """Open until one of its ends is set. A talk has at most one open offer: `open_for` is the talk while it is open."""

    __tablename__ = "offers"
    __table_args__ = (Index("ix_offers_agent_open", "agent_id", "open_for"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    open_for: Mapped[int | None] = mapped_column(unique=True)
    offered_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]  # somebody else took the talk, or the customer no longer waits
