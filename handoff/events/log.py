"""Record an event, and read the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Index, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction
from handoff.events.hashing import chained
from handoff.events.holding import hold
from handoff.events.numbering import next_place


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclasses add ids and codes; their docstring is their documentation."""

    name: ClassVar[str]
    public: ClassVar[bool] = False  # may the customer hear of it?
    conversation_id: int | None = None
    case_id: int | None = None
    actor: str = "system"  # "customer", "assistant", "agent:7", "system"


class EventRow(Base):
    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("conversation_id", "number"),
        UniqueConstraint("case_id", "case_number"),
        Index("ix_events_name_at", "name", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int | None]  # within its conversation
    case_number: Mapped[int | None]  # within its case
    name: Mapped[str]
    public: Mapped[bool]
    actor: Mapped[str]
    at: Mapped[datetime]
    conversation_id: Mapped[int | None]
    case_id: Mapped[int | None]
    data: Mapped[dict[str, Any]]
    previous: Mapped[str | None]  # hash of the event before it in its case
    hash: Mapped[str | None]


async def take_number(tx: Transaction, conversation_id: int) -> int:
    """The next number of the talk, for a row that shall bear the number of its event from the start. Hand it to `record`."""
    await hold(tx, conversation_id=conversation_id)
    return (await next_place(tx, f"conversation:{conversation_id}")).last


async def record(tx: Transaction, event: Event, *, number: int | None = None) -> EventRow:
    """Write `event` with the next number of its conversation and of its case, then run the WITHIN reactions to it.

    `number` is that of the conversation when it was taken before.
    """
    row = EventRow(
        name=event.name,
        public=event.public,
        actor=event.actor,
        at=tx.clock.now(),
        conversation_id=event.conversation_id,
        case_id=event.case_id,
        data={field.name: getattr(event, field.name) for field in fields(event) if field.name not in SHARED},
    )
    await hold(tx, conversation_id=event.conversation_id, case_id=event.case_id)
    if event.conversation_id:
        row.number = number or await take_number(tx, event.conversation_id)
    if event.case_id:
        place = await next_place(tx, f"case:{event.case_id}")
        row.case_number, row.previous = place.last, place.head
        row.hash = chained(row)
        place.link(row.hash)
    tx.add(row)
    tx.recorded.append((row, event))
    for react in tx.reactions.get(type(event), ()):
        await react(tx, event)
    return row


async def since(tx: Transaction, *, conversation_id: int, after: int, public_only: bool) -> Sequence[EventRow]:
    """The conversation's events with a number above `after`, in order."""
    query = select(EventRow).where(EventRow.conversation_id == conversation_id, EventRow.number > after)
    if public_only:
        query = query.where(EventRow.public)
    return (await tx.scalars(query.order_by(EventRow.number))).all()


async def of_case(tx: Transaction, case_id: int) -> Sequence[EventRow]:
    """The timeline of a case, oldest first."""
    return (await tx.scalars(select(EventRow).where(EventRow.case_id == case_id).order_by(EventRow.case_number))).all()


def note(row: EventRow) -> dict[str, Any]:
    """What the bus says of an event: ids only, so that whoever hears it reads the rest where they may."""
    return {
        "id": row.id,
        "number": row.number,
        "event": row.name,
        "public": row.public,
        "actor": row.actor,
        "at": row.at.isoformat(),
        "conversation": row.conversation_id,
        "case": row.case_id,
        **row.data,
    }


def topics(row: EventRow) -> list[str]:
    """Where the bus tells of it. A conversation's own topic carries private events too: the customer's socket drops them."""
    if row.conversation_id is None:
        return ["staff"]
    return [f"conversation:{row.conversation_id}", "staff"]


SHARED = {field.name for field in fields(Event)}
