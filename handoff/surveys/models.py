"""One survey for one closed case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base

# Of those that are still to be asked, or to be reminded: most surveys are neither any more.
TO_INVITE = text("invited_at is null and exclusion_reason is null and first_answer_at is null")
TO_REMIND = text("reminded_at is null and exclusion_reason is null and first_answer_at is null")


class Survey(Base):
    """`exclusion_reason` says why somebody is not asked: they are counted, not forgotten."""

    __tablename__ = "surveys"
    __table_args__ = (
        Index("ix_surveys_answered", "first_answer_at"),
        Index("ix_surveys_to_invite", "invite_at", sqlite_where=TO_INVITE, postgresql_where=TO_INVITE),
        Index("ix_surveys_to_remind", "remind_at", sqlite_where=TO_REMIND, postgresql_where=TO_REMIND),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    language: Mapped[str]
    items: Mapped[list[Any]]  # codes, in the order in which they are asked
    sampled_by: Mapped[str]  # "census", or "draw:" and the seed
    exclusion_reason: Mapped[str | None]
    channel: Mapped[str | None]  # chat, link: by which it was asked last
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    token: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed under the case's key, for the reminder
    closed_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]  # asked in the talk
    invite_at: Mapped[datetime | None]  # when the link goes, unless it was answered before
    invited_at: Mapped[datetime | None]
    remind_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]]  # code -> 1…5, or null for "cannot say"
    comment: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed under the case's key
    contact_wanted: Mapped[bool | None]
    first_answer_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]  # finished
