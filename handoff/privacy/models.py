"""Who may look further than their role, at which case, until when, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class Naming(Base):
    """Somebody is named for a case: they read what only named people read. The row stays when it has ended."""

    __tablename__ = "namings"
    __table_args__ = (Index("ix_namings_agent_case", "agent_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Unmasking(Base):
    """Somebody gave a reason to see what is masked for them: a quarter of an hour, and listed to the privacy officer."""

    __tablename__ = "unmaskings"
    __table_args__ = (Index("ix_unmaskings_agent_until", "agent_id", "until"), Index("ix_unmaskings_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    classes: Mapped[list[Any]]  # identity, narrative, …
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed under the case's key: people quote what they saw
    at: Mapped[datetime]
    until: Mapped[datetime]
    looked_over_at: Mapped[datetime | None]  # the privacy officer has seen this line
    looked_over_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))


class Keeping(Base):
    """How long a closed case is kept, and how far it has been thinned out. Made at closure, taken back by reopening."""

    __tablename__ = "keepings"
    __table_args__ = (Index("ix_keepings_archive", "archive_at"), Index("ix_keepings_purge", "purge_at"))

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    archive_at: Mapped[datetime | None]
    purge_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]
    restricted_at: Mapped[
        datetime | None
    ]  # locked from daily use: its erasure was asked for and something stands against it
    refused_at: Mapped[datetime | None]  # when a purge that was due last met a hold


class Hold(Base):
    """Something must be kept, whatever is due or asked for. Lifted by two people."""

    __tablename__ = "holds"
    __table_args__ = (Index("ix_holds_open", "lifted_at", "scope", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str]  # case, person, topic, all
    target: Mapped[str]  # a case's id, a keyed hash of an e-mail address, a topic's code, "*"
    ground: Mapped[str]  # of retention.yaml's holds, or "other"
    reason: Mapped[str]  # why, without a name: it stands in the clear
    by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))  # None: it came by itself
    since: Mapped[datetime]
    review_at: Mapped[datetime]
    lift_asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    lift_asked_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    lifted_at: Mapped[datetime | None]


class Tombstone(Base):
    """What is left of something erased: that it was there, how much of it, when and on what ground it went."""

    __tablename__ = "tombstones"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(unique=True)  # "case:7", "conversation:12"
    ground: Mapped[str]  # retention, request, or another word of the one who did it
    by: Mapped[str]
    at: Mapped[datetime]
    counts: Mapped[dict[str, Any]]  # messages, files, notes, …


class ErasureRequest(Base):
    """Somebody asks to have what is known of them erased."""

    __tablename__ = "erasure_requests"
    __table_args__ = (Index("ix_erasure_requests_open", "answered_at", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_owner: Mapped[str]  # "erasure:3": who asks is sealed apart from any case, and goes with the answer's retention
    email_print: Mapped[str | None] = mapped_column(index=True)
    asked_by: Mapped[bytes | None] = mapped_column(LargeBinary)  # name or address, as they gave it
    channel: Mapped[str]
    received_at: Mapped[datetime]
    due_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    identity_how: Mapped[str | None]  # secret, answer_to_address, document, known_person
    identity_checked_at: Mapped[datetime | None]
    identity_checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))


class ErasureItem(Base):
    """One thing that was found for a request, and what was decided about it."""

    __tablename__ = "erasure_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("erasure_requests.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    counts: Mapped[dict[str, Any]]
    decision: Mapped[str | None]  # erase, restrict, keep
    ground: Mapped[str | None]  # of retention.yaml, for restrict and keep
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    decided_at: Mapped[datetime | None]
