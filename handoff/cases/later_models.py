"""The tables of what comes after an answer: the second look, outside bodies, withdrawals, one-time links, the case's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class Review(Base):
    """A second look that a complainant asked for. Without `reviewer_id` somebody is still looked for."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_reviewer", "reviewer_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]  # customer, agent:7 (who wrote it down), system
    how: Mapped[str]  # chat, track, link, phone, …; or "severity", "topic" when the policy asks for it by itself
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    first_answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))  # the decision that is looked at
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    named_at: Mapped[datetime | None]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"))  # the decision that came out
    result: Mapped[str | None]  # confirmed, changed
    changes: Mapped[bytes | None] = mapped_column(LargeBinary)  # what is different from the first decision, and why
    ended_at: Mapped[datetime | None]  # decided, or no longer asked for


class ReviewFinding(Base):
    """What the second look made of one issue: the outcome before and after it."""

    __tablename__ = "review_findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    issue_id: Mapped[int] = mapped_column(ForeignKey("issues.id"))
    before: Mapped[str | None]
    after: Mapped[str]
    before_reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class Referral(Base):
    """An outside body looks at the case, under a reference of its own and with a date for our papers."""

    __tablename__ = "referrals"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    body: Mapped[str]  # a body of the policy, or "other"
    name: Mapped[bytes | None] = mapped_column(LargeBinary)  # when it is another one
    external_ref: Mapped[bytes | None] = mapped_column(LargeBinary)
    referred_at: Mapped[datetime]
    file_due_at: Mapped[datetime]
    by: Mapped[str]
    file_sent_at: Mapped[datetime | None]
    result: Mapped[str | None]  # for_complainant, partly, for_organisation, settled, sent_back
    decision: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_at: Mapped[datetime | None]


class CaseBundle(Base):
    """A case file as it was put together for an outside body, sealed, with the hash under which it left."""

    __tablename__ = "case_bundles"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referrals.id"))
    built_at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    files: Mapped[int]
    size: Mapped[int]
    sha256: Mapped[str]
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Withdrawal(Base):
    """The complainant wished to take the complaint back: in whose words, and whose idea it was."""

    __tablename__ = "withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    at: Mapped[datetime]
    by: Mapped[str]
    how: Mapped[str]
    idea: Mapped[str]  # own, staff (then it is not taken)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    result: Mapped[str]  # closed, goes_on (a duty remains), refused


class AnswerLink(Base):
    """A one-time link in a letter, with which the complainant answers without typing number and code. Only its hash is kept."""

    __tablename__ = "answer_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]  # the link is good while the case is in this state …
    entered_at: Mapped[datetime]  # … since this moment
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PageMessage(Base):
    """What we wrote to a complainant on the page of their case: the way to those who left no address."""

    __tablename__ = "page_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    by: Mapped[str]  # agent:7, system
    at: Mapped[datetime]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    key: Mapped[str | None] = mapped_column(unique=True)  # what it answers: writing the same twice makes one
    data: Mapped[dict[str, Any]]


class DraftLink(Base):
    """A way back to a draft. Only the hash of its token is kept."""

    __tablename__ = "draft_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), index=True)
    made_at: Mapped[datetime]


class RefusedAddress(Base):
    """An address to which nothing is written about unfinished complaints: its keyed hash."""

    __tablename__ = "refused_addresses"

    print: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]
