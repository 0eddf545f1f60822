"""The customer's row. Names and addresses belong to a case and are sealed there (handoff.cases.parties)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class Customer(Base):
    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(primary_key=True)
    session_hash: Mapped[str | None] = mapped_column(
        unique=True
    )  # SHA-256 of the cookie; None for who never used the web
    language: Mapped[str]
    created_at: Mapped[datetime]


class DeviceLink(Base):
    """A one-time link with which a customer takes their talk to another device."""

    __tablename__ = "device_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    customer_id: Mapped[int]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
