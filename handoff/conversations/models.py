"""The talk, its messages and files. Texts are sealed under the conversation's own key."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class Conversation(Base):
    __tablename__ = "conversations"
    __table_args__ = (
        Index("ix_conversations_speaker_queued", "speaker", "queued_at"),
        Index("ix_conversations_agent", "agent_id", "speaker"),
        Index("ix_conversations_waiting", "waiting_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", use_alter=True), index=True)
    language: Mapped[str]
    channel: Mapped[str]
    speaker: Mapped[str]  # assistant, queue, agent, nobody
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    handover_reason: Mapped[str | None]
    skill: Mapped[str | None]  # the topic category a person should know ("C02")
    queued_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    customer_read: Mapped[int] = mapped_column(default=0)  # event number up to which the customer has seen
    agent_read: Mapped[int] = mapped_column(default=0)
    last_customer_at: Mapped[datetime | None]
    last_agent_at: Mapped[datetime | None]
    customer_seen_at: Mapped[datetime | None]  # last sign of life of an open chat window
    # The assistant's turn. `waiting_since`: the oldest customer message it has not answered. `turn_until`: someone is asking
    # it now and holds the turn until then (a lease, so that a killed process blocks nobody for long).
    waiting_since: Mapped[datetime | None]
    turn_until: Mapped[datetime | None]
    turn_failures: Mapped[int] = mapped_column(default=0)
    greeted: Mapped[bool] = mapped_column(default=False)
    # Part of Rasa's sender id: a random name, so that nobody guesses it and no other installation's memory answers, and a
    # generation, which gives it a clean memory when a person has spoken in between.
    sender_name: Mapped[str] = mapped_column(default=lambda: secrets.token_hex(8))
    generation: Mapped[int] = mapped_column(default=1)

    @property
    def owner(self) -> str:
        """Under whose key its texts are sealed."""
        return f"conversation:{self.id}"

    @property
    def sender(self) -> str:
        """What the assistant calls this conversation."""
        return f"c{self.id}-{self.sender_name}-{self.generation}"


class Message(Base):
    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_messages_conversation_number", "conversation_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"))
    number: Mapped[int | None]  # of its event in the conversation
    author: Mapped[str]  # customer, assistant, agent, system
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    kind: Mapped[str]  # text, note, notice, receipt, file, prompt
    body: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed
    data: Mapped[dict[str, Any]]  # buttons, file facts, card facts: nothing personal
    client_id: Mapped[str | None]
    posted_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # when the assistant was asked (it may not have answered)
    answered_at: Mapped[datetime | None]  # when the assistant (or a person) had dealt with it


class Attachment(Base):
    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    owner: Mapped[str]  # under whose key name and content are sealed
    name: Mapped[bytes] = mapped_column(LargeBinary)
    type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    added_at: Mapped[datetime]


class Original(Base):
    """A picture as it was sent, with the place and time that its camera wrote into it: kept for evidence, shown to few."""

    __tablename__ = "originals"

    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)  # sealed under the attachment's owner
    sha256: Mapped[str]
