"""A promise of time, and the time that does not count against it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base

OPEN = text("met_at is null and cancelled_at is null")


class Deadline(Base):
    """One promise to one complainant under one regime. A breach stays: `missed_at` is never taken back.

    `kind`: acknowledgement, first_contact, progress, answer_target, answer_hard (ours), acceptance, verification (theirs:
    nobody is late when these end). `turn` counts repetitions: progress starts anew whenever something was told, a reopened
    case gets new clocks.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "preset", "turn"),
        # Only figures ask for promises that have ended, and always of a few kinds; with the date alone they read ten times more.
        Index("ix_deadlines_kind_due", "kind", "due_at"),
        Index("ix_deadlines_warn", "warn_at"),
        Index("ix_deadlines_open", "due_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[str]
    turn: Mapped[int] = mapped_column(default=1)
    preset: Mapped[str]  # whose limit it is: a preset, or "service" for our own targets by priority
    calendar: Mapped[str]
    duration: Mapped[str]  # as the policy writes it: "10wd"
    base_at: Mapped[datetime]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]  # before any pause or extension
    hard: Mapped[bool]  # set from outside, or never to be paused
    pausable: Mapped[bool]
    paused_at: Mapped[datetime | None]
    met_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    warned_percent: Mapped[int] = mapped_column(default=0)
    warn_at: Mapped[datetime | None]  # when the next warning is due


class Extension(Base):
    """The complainant was told that the answer will be late: why, and until when. `before`: the date that was promised."""

    __tablename__ = "extensions"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    stage: Mapped[int]
    before: Mapped[datetime]
    until: Mapped[datetime]
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed: a person's words to the complainant
    by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    made_at: Mapped[datetime]


class Pause(Base):
    """A time in which we waited for the complainant. Soft clocks stand still meanwhile, hard ones never do."""

    __tablename__ = "pauses"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    reason: Mapped[str]  # the state that was waited in
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    counted_days: Mapped[int] = mapped_column(default=0)  # working days by which soft clocks were moved
