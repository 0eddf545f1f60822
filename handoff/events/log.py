"""Record an event, and read the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import Index, UniqueConstraint, select, text
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction
from handoff.events.hashing import chained
from handoff.events.holding import hold

# Takes the stream's row until commit, so that numbers become visible in their order:
# whoever has seen number 7 has seen all before it, and "after=7" misses nothing.
NEXT = text(
    "insert into streams (name, last) values (:name, 1) "
    "on conflict (name) do update set last = streams.last + 1 returning last, head"
)
HEAD = text("update streams set head = :head where name = :name")


class Stream(Base):
    """The last number given in a stream ("conversation:12", "case:7"), and for a case the head of its hash chain."""

    __tablename__ = "streams"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
    head: Mapped[str | None]


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
    number, _ = (await tx.execute(NEXT, {"name": f"conversation:{conversation_id}"})).one()
    return cast("int", number)


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
    await tx.flush()  # what the event speaks of must stand in the database before its numbers are taken
    if event.conversation_id:
        row.number = number or await take_number(tx, event.conversation_id)
    if event.case_id:
        stream = f"case:{event.case_id}"
        row.case_number, row.previous = (await tx.execute(NEXT, {"name": stream})).one()
        row.hash = chained(row)
        await tx.execute(HEAD, {"name": stream, "head": row.hash})
    tx.add(row)
    await tx.flush()
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
