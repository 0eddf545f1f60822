"""Check that nobody changed, removed, inserted or re-ordered the events of a case."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from handoff.db import Transaction
from handoff.events.hashing import chained
from handoff.events.log import EventRow, of_case
from handoff.events.numbering import Stream, write_places


@dataclass(frozen=True)
class Broken:
    """Where a case's chain does not hold: the number of the event within its case, and what is wrong with it."""

    case_id: int
    case_number: int
    what: str


async def verify_case(tx: Transaction, case_id: int) -> Broken | None:
    """The first place at which the chain of `case_id` breaks, or None when it holds.

    A chain proves change, removal, insertion and re-ordering. That the whole of it was rolled back is seen by comparing its
    head with one kept elsewhere.
    """
    await write_places(tx)
    previous, expected = None, 1
    for row in await of_case(tx, case_id):
        if row.case_number != expected:
            return Broken(case_id, expected, "missing")
        elif row.previous != previous:
            return Broken(case_id, expected, "does not follow the event before it")
        elif row.hash != chained(row):
            return Broken(case_id, expected, "changed")
        previous, expected = row.hash, expected + 1
    stream = await tx.scalar(select(Stream).where(Stream.name == f"case:{case_id}"))
    last, head = (stream.last, stream.head) if stream else (0, None)
    if last != expected - 1 or head != previous:
        return Broken(case_id, expected, "missing at the end")
    return None


async def verify_everything(tx: Transaction) -> tuple[int, list[Broken]]:
    """How many cases were looked at, and where chains break. Cases whose rows or stream are gone count too."""
    with_rows = await tx.scalars(select(EventRow.case_id).where(EventRow.case_id.is_not(None)).distinct())
    streams = await tx.scalars(select(Stream.name).where(Stream.name.like("case:%")))
    ids = sorted({case_id for case_id in with_rows if case_id} | {int(name.removeprefix("case:")) for name in streams})
    return len(ids), [broken for case_id in ids if (broken := await verify_case(tx, case_id))]
