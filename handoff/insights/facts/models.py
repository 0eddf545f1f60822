"""What figures are counted from. No words of anybody: codes, days, and prints that only this installation can make."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class CaseFact(Base):
    """Days are local to the organisation. `seen`: the number of the case's event up to which this is true."""

    __tablename__ = "case_facts"
    __table_args__ = (
        Index("ix_case_facts_received", "received_day", "state"),  # with the state: a count reads the index alone
        Index("ix_case_facts_subject", "subject_id"),
        Index("ix_case_facts_closed", "closed_day"),
        Index("ix_case_facts_open", "is_open", "received_day"),
        Index("ix_case_facts_answered", "answered_day"),
        Index("ix_case_facts_assessed", "assessed_day"),
        Index("ix_case_facts_first_closed", "first_closed_day"),
    )

    case_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seen: Mapped[int]
    received_at: Mapped[datetime]
    received_day: Mapped[date]
    channel: Mapped[str]
    language: Mapped[str]
    unit: Mapped[str | None]
    priority: Mapped[str]
    preset: Mapped[str]
    state: Mapped[str]
    stage: Mapped[int]
    owner_id: Mapped[int | None]
    subject_id: Mapped[int | None]  # whoever has a stake sees nothing of it in lists
    person: Mapped[str | None]
    repeated: Mapped[bool]  # the same person had a case in the same category within the policy's time before
    safety: Mapped[bool]
    vulnerable: Mapped[bool]
    severity: Mapped[int | None]
    assessed_day: Mapped[date | None]
    raised: Mapped[bool]  # a later assessment gave a higher priority than the first
    contact_minutes: Mapped[int | None]  # from receipt to the first word of a person
    answered_day: Mapped[date | None]  # the first answer
    answer_days: Mapped[int | None]
    at_front_line: Mapped[bool]  # the first answer was given without investigation
    outside: Mapped[bool]  # it went to an outside body
    outcome: Mapped[str | None]
    is_open: Mapped[bool]
    closed_day: Mapped[date | None]  # the last closure, if it is closed
    close_days: Mapped[int | None]
    closure_reason: Mapped[str | None]
    first_closed_day: Mapped[date | None]
    reopened: Mapped[bool]


class IssueFact(Base):
    __tablename__ = "issue_facts"
    __table_args__ = (
        Index("ix_issue_facts_case", "case_id"),
        Index("ix_issue_facts_received_topic", "received_day", "topic"),
        Index("ix_issue_facts_trend", "leads", "received_day", "category"),
        Index("ix_issue_facts_topic_product", "topic", "product", "received_day"),
    )

    issue_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_id: Mapped[int]
    received_day: Mapped[date]
    category: Mapped[str]
    leads: Mapped[bool]  # the first of its case in this category: a case counts once in each
    topic: Mapped[str]
    confirmed: Mapped[bool]
    outcome: Mapped[str | None]
    cause: Mapped[str | None]
    severity: Mapped[int | None]
    unit: Mapped[str | None]
    product: Mapped[str | None]  # a print of the product's name
    person: Mapped[str | None]
    answered: Mapped[bool]
    cost: Mapped[Decimal] = mapped_column(
        Numeric(18, 2), default=Decimal(0)
    )  # its share of the case's promised amounts


class FigureMark(Base):
    """Up to which event the log was looked through."""

    __tablename__ = "figure_marks"

    name: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[int]
