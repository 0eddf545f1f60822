"""The tables of an examination: what was asked, planned, gathered and heard, by whom. Words are sealed under the case's key."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class Question(Base):
    """Something we need to know from the complainant or from somebody outside. The case waits for it."""

    __tablename__ = "questions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    to: Mapped[str]  # complainant, third_party
    name: Mapped[bytes | None] = mapped_column(LargeBinary)  # of the third party
    email: Mapped[bytes | None] = mapped_column(LargeBinary)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    why: Mapped[bytes | None] = mapped_column(LargeBinary)  # why we need it; for a third party, why we may share it
    reply_by: Mapped[datetime]
    return_state: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)  # of a third party; the complainant's is an addition
    ended_at: Mapped[datetime | None]
    ended_how: Mapped[str | None]  # answered, unanswered


class ScopeDecision(Base):
    """Why a complaint is outside our scope, and who is responsible instead."""

    __tablename__ = "scope_decisions"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    reason: Mapped[str]
    to: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed: it may be about the person's health or debts
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]


class PlanStep(Base):
    """One step of a case's plan: still to do, done with what it gave, or let go for a reason."""

    __tablename__ = "plan_steps"
    __table_args__ = (Index("ix_plan_steps_case_code", "case_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    code: Mapped[str]  # of the policy, or "own"
    words: Mapped[bytes | None] = mapped_column(LargeBinary)  # what a step of one's own is
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    let_go: Mapped[bool] = mapped_column(default=False)
    result: Mapped[bytes | None] = mapped_column(LargeBinary)  # what it gave, or why it was let go


class Evidence(Base):
    """Something a finding may rest on: where it comes from, since when we have it, and its hash when it is a file."""

    __tablename__ = "evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"))  # None: about all of it
    kind: Mapped[str]
    source: Mapped[bytes | None] = mapped_column(LargeBinary)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)  # what it shows
    obtained_at: Mapped[datetime]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    sha256: Mapped[str | None]
    sensitive: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]


class Interview(Base):
    """Somebody was heard, or could not be: then the reason is kept."""

    __tablename__ = "interviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    who: Mapped[str]  # complainant, staff_subject, staff, witness, expert
    name: Mapped[bytes | None] = mapped_column(LargeBinary)
    companion: Mapped[bytes | None] = mapped_column(LargeBinary)
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    not_heard_because: Mapped[bytes | None] = mapped_column(LargeBinary)
    heard_at: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]


class Declaration(Base):
    """Somebody who looks into a case says whether they have a stake in it. One who has is kept out of it."""

    __tablename__ = "declarations"
    __table_args__ = (UniqueConstraint("case_id", "agent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    stake: Mapped[bool]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class SubjectNotice(Base):
    """What the member of staff complained about was told, what they say to it, and when they heard the result."""

    __tablename__ = "subject_notices"

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    summary: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_at: Mapped[datetime | None]
    told_later_because: Mapped[bytes | None] = mapped_column(LargeBinary)
    statement: Mapped[bytes | None] = mapped_column(LargeBinary)
    companion: Mapped[bytes | None] = mapped_column(LargeBinary)
    stated_at: Mapped[datetime | None]
    outcome: Mapped[bytes | None] = mapped_column(LargeBinary)
    told_outcome_at: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))


class SafetyStep(Base):
    """One step of dealing with a danger, done. A second row of the same step replaces nothing: both stay."""

    __tablename__ = "safety_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    code: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]


class SupportNeed(Base):
    """What somebody needs in order to complain like everybody else. Never a diagnosis; with their consent; looked at again."""

    __tablename__ = "support_needs"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    driver: Mapped[str]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    consent: Mapped[str]  # how they agreed: spoken, written
    review_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]
