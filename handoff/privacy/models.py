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
