"""The people of the organisation, and their signed-in devices."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class Agent(Base):
    """Someone who works at the desk, whatever their roles."""

    __tablename__ = "agents"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]  # as customers see it, in English letters
    name_fa: Mapped[str]  # as Persian readers see it
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    roles: Mapped[list[Any]]
    languages: Mapped[list[Any]]
    skills: Mapped[list[Any]]  # topic categories ("C02"); empty means all
    capacity: Mapped[int] = mapped_column(default=4)  # live talks at once
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    language: Mapped[str] = mapped_column(default="en")  # of their desk
    active: Mapped[bool] = mapped_column(default=True)
    presence: Mapped[str] = mapped_column(default="offline")  # online, away, offline
    seen_at: Mapped[datetime | None]  # last sign of life of an open desk
    assigned_at: Mapped[datetime | None]  # when the last talk came to them: the longest idle is chosen first
    failures: Mapped[int] = mapped_column(default=0)  # wrong passwords since the last right one
    locked_until: Mapped[datetime | None]

    def display_name(self, language: str) -> str:
        return self.name_fa if language == "fa" else self.name


class StaffSession(Base):
    """One signed-in device. Ending the row signs the device out."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"), index=True)
    device: Mapped[str]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class PendingSignIn(Base):
    """The password was right, the code of the second factor is still to come."""

    __tablename__ = "pending_sign_ins"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    expires_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(default=0)
