"""A month's draw, and each case that was drawn."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base


class RecheckDraw(Base):
    """What was drawn for a month, and by which seed: with it anybody can draw again and get the same cases."""

    __tablename__ = "recheck_draws"

    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[str] = mapped_column(unique=True)  # 2026-11, on the organisation's wall
    seed: Mapped[str]
    closed: Mapped[int]  # how many cases there were to draw from
    drawn: Mapped[int]
    at: Mapped[datetime]


class Recheck(Base):
    """A closed case that somebody else reads again."""

    __tablename__ = "rechecks"
    __table_args__ = (UniqueConstraint("case_id", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    month: Mapped[str]
    one_pair_of_eyes: Mapped[bool]  # one person found, decided and sent
    drawn_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("agents.id"))
    own_work: Mapped[bool] = mapped_column(
        default=False
    )  # read again by somebody who had worked on it: small desks only
    fair: Mapped[bool | None]
    words: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed under the case's key
    looked_at: Mapped[datetime | None]
