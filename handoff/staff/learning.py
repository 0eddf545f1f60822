"""What people at the desk have learnt, and until when it counts: records that somebody else writes down, and may take back."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction
from handoff.errors import Conflict, Invalid
from handoff.events import record
from handoff.staff.events import TrainingRecorded, TrainingTakenBack
from handoff.staff.models import Agent


class TrainingRecord(Base):
    """Somebody passed a training of the policy. `valid_until` is the last day on which it counts."""

    __tablename__ = "training_records"
    __table_args__ = (Index("ix_training_records_agent_module", "agent_id", "module"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    module: Mapped[str]  # of organisation.yaml
    passed_on: Mapped[date]
    valid_until: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("agents.id"))
    recorded_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


async def record_training(tx: Transaction, agent: Agent, *, module: str, passed_on: date, by: Agent) -> TrainingRecord:
    """Write down that somebody passed a training: it counts as long as the policy says.

    Raises `Invalid` for a training that is not in the policy or a day to come, and `Conflict` for one's own.
    """
    known = tx.policy.organisation.trainings.get(module)
    if known is None:
        raise Invalid("Please choose the training.", code="training_unknown")
    elif passed_on > today(tx):
        raise Invalid("This day is still to come.", code="day_to_come")
    elif agent.id == by.id:
        raise Conflict("Somebody else has to record what you have learnt.", code="own_training")
    row = TrainingRecord(
        agent_id=agent.id, module=module, passed_on=passed_on, valid_until=_months_later(passed_on, known.valid_months),
        recorded_by_id=by.id, recorded_at=tx.clock.now(),
    )  # fmt: skip
    tx.add(row)
    await tx.flush()
    await record(
        tx,
        TrainingRecorded(
            actor=f"agent:{by.id}", agent_id=agent.id, training_id=row.id, module=module,
            valid_until=row.valid_until.isoformat(),
        ),
    )  # fmt: skip
    return row


async def take_back_training(tx: Transaction, row: TrainingRecord, *, by: Agent) -> bool:
    """It was recorded by mistake, or counts no longer. False when it was taken back already."""
    if row.taken_back_at is not None:
        return False
    row.taken_back_at = tx.clock.now()
    await tx.flush()
    taken = TrainingTakenBack(actor=f"agent:{by.id}", agent_id=row.agent_id, training_id=row.id, module=row.module)
    await record(tx, taken)
    return True


async def trainings_of(tx: Transaction) -> dict[int, list[TrainingRecord]]:
    """What counts or once counted, by person, the newest first; without what was taken back."""
    rows: dict[int, list[TrainingRecord]] = {}
    query = select(TrainingRecord).where(TrainingRecord.taken_back_at.is_(None))
    for row in await tx.scalars(query.order_by(TrainingRecord.passed_on.desc(), TrainingRecord.id.desc())):
        rows.setdefault(row.agent_id, []).append(row)
    return rows


async def trained(tx: Transaction, modules: Collection[str]) -> set[int]:
    """The ids of those for whom every one of these trainings counts today. One query, however many people there are."""
    valid: dict[int, set[str]] = {}
    rows = await tx.execute(
        select(TrainingRecord.agent_id, TrainingRecord.module).where(
            TrainingRecord.module.in_(modules), TrainingRecord.taken_back_at.is_(None),
            TrainingRecord.passed_on <= today(tx), TrainingRecord.valid_until >= today(tx),
        )
    )  # fmt: skip
    for agent_id, module in rows.tuples():
        valid.setdefault(agent_id, set()).add(module)
    return {agent_id for agent_id, passed in valid.items() if passed >= set(modules)}


def today(tx: Transaction) -> date:
    """The day where the organisation is."""
    return tx.clock.now().astimezone(ZoneInfo(tx.policy.calendar.time_zone)).date()


def newest(rows: Sequence[TrainingRecord]) -> list[TrainingRecord]:
    """Of each training the record that counts longest, as a list to look at."""
    last: dict[str, TrainingRecord] = {}
    for row in rows:
        if row.module not in last or row.valid_until > last[row.module].valid_until:
            last[row.module] = row
    return list(last.values())


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
