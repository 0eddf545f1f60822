"""A letter to a complainant, or to a colleague about a case. Address and words are sealed under the key of what it is about."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base

STAFF = "staff:"  # before the template's name: a letter to a colleague, not to the complainant


class Letter(Base):
    """About a case, or about a talk in which a complaint was left unfinished: about one of them.

    `status`: queued, sending (until `next_at`, then somebody else may try), sent, refused (for good), failed (given up).
    """

    __tablename__ = "letters"
    __table_args__ = (
        Index("ix_letters_status_next", "status", "next_at"),
        CheckConstraint("(case_id is null) <> (conversation_id is null)", name="ck_letters_about_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)  # what it answers: writing the same twice makes one
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    prompt_id: Mapped[int | None] = mapped_column(ForeignKey("prompts.id"))
    template: Mapped[str]  # acknowledgement, answer, a rule of the policy (P07), survey, survey_reminder
    language: Mapped[str]
    address: Mapped[bytes | None] = mapped_column(LargeBinary)
    subject: Mapped[bytes | None] = mapped_column(LargeBinary)
    text: Mapped[bytes | None] = mapped_column(LargeBinary)
    html: Mapped[bytes | None] = mapped_column(LargeBinary)
    message_id: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    code: Mapped[int | None]  # with which the mail server refused
    written_at: Mapped[datetime]
    next_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    @property
    def owner(self) -> str:
        """Under whose key address and words are sealed."""
        return f"case:{self.case_id}" if self.case_id is not None else f"conversation:{self.conversation_id}"


class ReceivedLetter(Base):
    """A letter that came in, so that delivered twice it counts once. Its words stand where they belong: with the case.

    `became`: added, registered, refusal (of one of ours), automatic, spam.
    """

    __tablename__ = "received_letters"

    id: Mapped[int] = mapped_column(primary_key=True)
    print: Mapped[str] = mapped_column(unique=True)  # keyed hash of its message id
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    message_id: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed with the case: our answers refer to it
    became: Mapped[str]
    at: Mapped[datetime]
