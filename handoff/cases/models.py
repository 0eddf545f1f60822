"""The tables of a complaint. Words of the complainant and about them are sealed under the case's own key."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base

OPEN = text("closed_at is null")  # three in a hundred, after two years


class Case(Base):
    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_state_received", "state", "received_at"),
        Index("ix_cases_owner_state", "owner_id", "state"),
        Index("ix_cases_received", "received_at"),
        Index("ix_cases_closed", "closed_at", "id"),
        Index("ix_cases_open", "received_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    idempotency_key: Mapped[str] = mapped_column(unique=True)
    secret_hash: Mapped[str]  # argon2id of the tracking secret
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed; for a retried receipt and for letters
    conversation_id: Mapped[int | None] = mapped_column(ForeignKey("conversations.id"), index=True)
    received_at: Mapped[datetime]  # when anyone in the organisation had it: the clocks start here
    registered_at: Mapped[datetime]
    received_by: Mapped[str]  # the actor who typed or heard it
    channel: Mapped[str]  # chat, form, phone, in_person, email, post
    language: Mapped[str]  # of the complainant
    state: Mapped[str]
    state_entered_at: Mapped[datetime]
    return_state: Mapped[str | None]
    stage: Mapped[int] = mapped_column(default=1)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    owned_at: Mapped[datetime | None]
    priority: Mapped[str]  # P1 … P4
    preset: Mapped[str]
    calendar: Mapped[str]
    config_version: Mapped[str]  # fingerprint of the policy in force at registration
    lifecycle: Mapped[str | None]  # fingerprint of the life cycle that it follows to its end
    anonymous: Mapped[bool]
    flags: Mapped[list[Any]]  # safety, vulnerable, staff_subject, …
    narrative: Mapped[bytes | None] = mapped_column(LargeBinary)
    product: Mapped[bytes | None] = mapped_column(LargeBinary)
    order_ref: Mapped[bytes | None] = mapped_column(LargeBinary)
    wanted: Mapped[bytes | None] = mapped_column(LargeBinary)  # the remedy wanted, in the complainant's words
    wanted_code: Mapped[str | None]  # R01 …
    needs: Mapped[bytes | None] = mapped_column(LargeBinary)  # what would make it easier for them
    incident_date: Mapped[date | None]
    unit: Mapped[str | None]
    amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str | None]
    earlier_case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))  # the member of staff complained about
    told_at: Mapped[datetime | None]  # last message with content to the complainant
    first_contact_at: Mapped[datetime | None]  # first word of a person to the complainant
    final_response_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closure_reason: Mapped[str | None]
    reopen_count: Mapped[int] = mapped_column(default=0)
    reopen_until: Mapped[datetime | None]  # until then the complainant may come back to it by themselves
    acknowledged_at: Mapped[datetime | None]  # they know that we have it
    blocker: Mapped[bytes | None] = mapped_column(LargeBinary)  # what stands in the way, in the owner's words

    @property
    def key_owner(self) -> str:
        """Under whose key its content is sealed."""
        return f"case:{self.id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Party(Base):
    """Someone of a case: the complainant, a representative, a witness."""

    __tablename__ = "parties"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    role: Mapped[str]
    name: Mapped[bytes | None] = mapped_column(LargeBinary)
    email: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone: Mapped[bytes | None] = mapped_column(LargeBinary)
    email_print: Mapped[str | None] = mapped_column(
        index=True
    )  # keyed hash, to find a person's cases without reading addresses
    language: Mapped[str]
    # Of a representative: may they act for the complainant? None: not asked yet.
    scope: Mapped[str | None]  # what they may hear: everything, status, nothing
    authority_how: Mapped[str | None]  # consent, power_of_attorney, court, guardian
    authority_at: Mapped[datetime | None]
    authority_by: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))


class Issue(Base):
    """One thing that went wrong; a complaint often holds several, and each gets its own answer."""

    __tablename__ = "issues"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    topic: Mapped[str]  # C02.1
    suggested_topic: Mapped[str | None]
    confidence: Mapped[float | None]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    outcome: Mapped[str | None]  # upheld, partly_upheld, not_upheld, unable_to_determine
    finding: Mapped[bytes | None] = mapped_column(LargeBinary)
    cause: Mapped[str | None]  # K01 …
    claim: Mapped[bytes | None] = mapped_column(LargeBinary)  # what exactly is said to have gone wrong
    split_from_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"))
    why_no_remedy: Mapped[bytes | None] = mapped_column(LargeBinary)
    broken_promise: Mapped[str | None]  # one of published.yaml, if this went against it


class Assessment(Base):
    """How serious, how wide, how soon: judged by a person at a time. The latest counts, the earlier ones stay."""

    __tablename__ = "assessments"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    severity: Mapped[int]
    impact: Mapped[int]
    urgency: Mapped[int]
    complexity: Mapped[str]
    priority: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]
    reason: Mapped[str | None]
    suggested_severity: Mapped[int | None]  # what the rules made of topics, flags and earlier cases
    safety: Mapped[bool | None]
    immediate_needed: Mapped[bool | None]
    immediate_possible: Mapped[bool | None]
    compensation_likely: Mapped[bool | None]
    recurrent: Mapped[bool | None]
    immediate_action: Mapped[bytes | None] = mapped_column(LargeBinary)


class Answer(Base):
    """What the organisation said, as a proposal and then as sent."""

    __tablename__ = "answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    stage: Mapped[int]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    proposed_at: Mapped[datetime]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    sent_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    returned_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    comment: Mapped[bytes | None] = mapped_column(LargeBinary)  # what was still to be done, when it was returned
    letter: Mapped[bytes | None] = mapped_column(LargeBinary)  # as it was sent, part by part; it never changes again


class RemedyItem(Base):
    """What will be done to put it right, by whom and until when."""

    __tablename__ = "remedy_items"
    __table_args__ = (Index("ix_remedy_items_due", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    code: Mapped[str]  # R14
    detail: Mapped[bytes | None] = mapped_column(LargeBinary)
    amount: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    currency: Mapped[str | None]
    owner_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    due_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    proof: Mapped[bytes | None] = mapped_column(LargeBinary)
    first_due_at: Mapped[datetime | None]  # the date that was promised first, once there is another one
    late_reason: Mapped[bytes | None] = mapped_column(LargeBinary)  # why it is later, as the complainant is told
    disputed_at: Mapped[datetime | None]  # the complainant said that it was not done
    missing: Mapped[bytes | None] = mapped_column(LargeBinary)  # what is missing, in their words
    waived_at: Mapped[datetime | None]  # the complainant does not want it any more
    waived_words: Mapped[bytes | None] = mapped_column(LargeBinary)
    issue_id: Mapped[int | None] = mapped_column(ForeignKey("issues.id"))  # None: for the complaint as a whole
    offered_at: Mapped[datetime | None]  # when it was promised to the complainant; before that it can change

    @property
    def is_owed(self) -> bool:
        """It was promised, it is not done, and nobody has let us off."""
        return self.done_at is None and self.waived_at is None


class Acceptance(Base):
    """What the complainant says to an answer; never mixed with the organisation's outcome."""

    __tablename__ = "acceptances"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    stage: Mapped[int]
    value: Mapped[str]  # accepted, partly_accepted, rejected, no_reply
    issues: Mapped[list[Any]] = mapped_column(
        default=list, server_default="[]"
    )  # of a part: the issues that are accepted
    by: Mapped[str]
    how: Mapped[str]  # chat, track, phone, email, silence
    words: Mapped[bytes | None] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class Draft(Base):
    """What a customer has told before the complaint is registered. Kept per answer, so that nothing is lost."""

    __tablename__ = "drafts"

    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    answers: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed JSON, under the conversation's key
    changed_at: Mapped[datetime] = mapped_column(index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))  # once it became a case


class Addition(Base):
    """Something said after registration, beside the talk: on the tracking page, by telephone, by letter."""

    __tablename__ = "additions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    by: Mapped[str]
    at: Mapped[datetime]
