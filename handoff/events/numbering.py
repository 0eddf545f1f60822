"""The numbers of a stream: taken from its row once in a transaction, counted on from there, and written down at its end.

The first number takes the row until commit, so nobody else can take one in between; nine events of one complaint cost two
statements for their numbers instead of eighteen.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction

# Numbers become visible in their order, because the row is held until commit:
# whoever has seen number 7 has seen all before it, and "after=7" misses nothing.
NEXT = text(
    "insert into streams (name, last) values (:name, 1) "
    "on conflict (name) do update set last = streams.last + 1 returning last, head"
)
WRITE = text("update streams set last = :last, head = :head where name = :name")


class Stream(Base):
    """The last number given in a stream ("conversation:12", "case:7"), and for a case the head of its hash chain."""

    __tablename__ = "streams"

    name: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
    head: Mapped[str | None]


@dataclass
class Place:
    """How far a stream has come in this transaction. `head` is the hash of the case's last event."""

    last: int
    head: str | None
    written: bool = True

    def link(self, head: str) -> None:
        self.head, self.written = head, False


async def next_place(tx: Transaction, stream: str) -> Place:
    """The stream's place with its next number taken."""
    places = _places(tx)
    place = places.get(stream)
    if place is None:
        with tx.no_autoflush:
            last, head = (await tx.execute(NEXT, {"name": stream})).one()
        place = places[stream] = Place(last, head)
    else:
        place.last, place.written = place.last + 1, False
    return place


async def write_places(tx: Transaction) -> None:
    """Write down how far the streams have come: before the commit, and before somebody reads their rows."""
    for stream, place in _places(tx).items():
        if not place.written:
            await tx.execute(WRITE, {"name": stream, "last": place.last, "head": place.head})
            place.written = True


def _places(tx: Transaction) -> dict[str, Place]:
    if "streams" not in tx.info:
        tx.info["streams"] = {}
        tx.before_commit.append(write_places)
    places: dict[str, Place] = tx.info["streams"]
    return places
