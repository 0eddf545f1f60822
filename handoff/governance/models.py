"""What those who lead have signed, aimed at, looked at and decided. Free text is sealed under the key of what it belongs to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class PolicyStatement(Base):
    """One version of the complaints policy, signed by a named manager. Public, so nothing of it is sealed."""

    __tablename__ = "policy_statements"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    text_en: Mapped[str]
    text_fa: Mapped[str]
    signed_by: Mapped[str]  # name and office, as it stands under the text
    published_by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    published_at: Mapped[datetime]
    review_due: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]  # looked through and found good as it is; then review_due is new


class PolicyRead(Base):
    __tablename__ = "policy_reads"
    __table_args__ = (UniqueConstraint("statement_id", "agent_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("policy_statements.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    read_at: Mapped[datetime]


class Objective(Base):
    """A figure that is to reach a value in a period. What it is now is counted whenever somebody looks."""

    __tablename__ = "objectives"

    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str]
    baseline: Mapped[float | None]
    target: Mapped[float]
    start: Mapped[date]
    last: Mapped[date]
    owner_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    set_by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    set_at: Mapped[datetime]
    dropped_at: Mapped[datetime | None]


class Audit(Base):
    """With `seed` the sample can be drawn again."""

    __tablename__ = "audits"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    clauses: Mapped[list[Any]]
    auditor_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    planned_for: Mapped[date]
    start: Mapped[date]
    last: Mapped[date]
    sample_size: Mapped[int]
    seed: Mapped[str | None]
    drawn_at: Mapped[datetime | None]
    population: Mapped[int | None]
    report: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed words under six headings
    reported_at: Mapped[datetime | None]

    @property
    def key_owner(self) -> str:
        return f"audit:{self.id}"


class AuditCase(Base):
    __tablename__ = "audit_cases"
    __table_args__ = (UniqueConstraint("audit_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    stratum: Mapped[str]
    auditor_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))  # who looks at it: never somebody who handled it
    agreed: Mapped[bool | None]
    looked_at: Mapped[datetime | None]


class Finding(Base):
    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id"), index=True)
    grade: Mapped[str]  # major, minor, observation, strength
    clause: Mapped[str]
    words: Mapped[bytes] = mapped_column(LargeBinary)
    case_ids: Mapped[list[Any]]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    found_at: Mapped[datetime]


class Review(Base):
    """A management review. `snapshot` are the figures as they were when it was frozen, `hash` proves that they still are."""

    __tablename__ = "management_reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[date]
    last: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    words: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed, by heading
    snapshot: Mapped[dict[str, Any] | None]
    hash: Mapped[str | None]
    frozen_at: Mapped[datetime | None]
    held_on: Mapped[date | None]
    attendees: Mapped[list[Any]]  # ids of staff

    @property
    def key_owner(self) -> str:
        return f"review:{self.id}"


class ReviewDecision(Base):
    """`kind`: process, product, resources, policy. Each is an action with an owner, a day and a measure."""

    __tablename__ = "review_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("management_reviews.id"), index=True)
    kind: Mapped[str]
    words: Mapped[bytes] = mapped_column(LargeBinary)
    owner_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    due_at: Mapped[datetime]
    metric: Mapped[str | None]
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    decided_at: Mapped[datetime]


class Suggestion(Base):
    """A colleague's idea. `answer` is what became of it."""

    __tablename__ = "suggestions"

    id: Mapped[int] = mapped_column(primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)
    adopted: Mapped[bool | None]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None]
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))

    @property
    def key_owner(self) -> str:
        return f"suggestion:{self.id}"


class Recognition(Base):
    """Somebody did something that deserves thanks."""

    __tablename__ = "recognitions"

    id: Mapped[int] = mapped_column(primary_key=True)
    to_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime] = mapped_column(index=True)
    words: Mapped[bytes] = mapped_column(LargeBinary)

    @property
    def key_owner(self) -> str:
        return f"recognition:{self.id}"
