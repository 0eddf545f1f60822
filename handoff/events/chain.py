"""Check that nobody changed, removed, inserted or re-ordered the events of a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import select

from handoff.db import Transaction
from handoff.events.hashing import chained
from handoff.events.log import EventRow
from handoff.events.numbering import Stream, write_places

# Columns instead of objects: a day's check reads every event that there is.
SAID = tuple(column for column in EventRow.__table__.columns if column.name != "id")
TOGETHER = (
    50  # cases in one look: a tenth of a second, so that whoever shares the process with the check waits no longer
)


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
    # One statement sees one moment: what is written meanwhile is there with the head that it left, or not at all.
    stream = select(Stream).where(Stream.name == f"case:{case_id}").subquery()
    ends = (select(stream.c.last).scalar_subquery(), select(stream.c.head).scalar_subquery())
    query = select(*SAID, ends[0].label("last"), ends[1].label("head")).where(EventRow.case_id == case_id)
    rows = (await tx.execute(query.order_by(EventRow.case_number))).all()
    if rows:
        return _first_break(case_id, rows, (rows[0].last, rows[0].head))
    end = (await tx.execute(select(stream.c.last, stream.c.head))).one_or_none()
    return _first_break(case_id, (), (end.last, end.head) if end else None)


@dataclass(frozen=True)
class Part:
    """What a look at some chains found. `last`: the number of the case up to which it went."""

    cases: int
    broken: list[Broken]
    last: int


async def verify_everything(tx: Transaction) -> tuple[int, list[Broken]]:
    """How many cases were looked at, and where chains break. Cases whose rows or stream are gone count too."""
    looked, after = 0, 0
    broken: list[Broken] = []
    while part := await verify_some(tx, after=after):
        looked, after = looked + part.cases, part.last
        broken += part.broken
    return looked, broken


async def verify_some(tx: Transaction, *, after: int) -> Part | None:
    """The next chains after the case of that number, a few at a time; None when there are no more."""
    await write_places(tx)
    first = await _next_case(tx, after)
    if first is None:
        return None
    last = first + TOGETHER - 1
    rows = select(EventRow.case_id).where(EventRow.case_id.between(first, last)).distinct()
    names = [f"case:{number}" for number in range(first, last + 1)]
    streams = await tx.scalars(select(Stream.name).where(Stream.name.in_(names)))
    ids = sorted({*await tx.scalars(rows), *(int(name.removeprefix("case:")) for name in streams)} - {None})
    # Rows and ends were two looks, and somebody may have written between them: one look at each of these decides.
    suspicious = await _suspicious(tx, ids)
    return Part(len(ids), [broken for case_id in suspicious if (broken := await verify_case(tx, case_id))], last)


async def _next_case(tx: Transaction, after: int) -> int | None:
    """The first case after that number of which there are rows, or at least a stream: rows may all be gone."""
    rows = select(EventRow.case_id).where(EventRow.case_id > after).order_by(EventRow.case_id).limit(1)
    found = await tx.scalar(rows)
    near = await tx.scalars(
        select(Stream.name).where(Stream.name.in_([f"case:{after + step}" for step in range(1, TOGETHER + 1)]))
    )
    ahead = [int(name.removeprefix("case:")) for name in near]
    if found is None and not ahead:
        # At the end, once: whether there are streams of cases that lie further on.
        names = await tx.scalars(select(Stream.name).where(Stream.name.startswith("case:")))
        ahead = [number for name in names if (number := int(name.removeprefix("case:"))) > after]
    return min([*ahead, *([found] if found is not None else [])], default=None)


async def _suspicious(tx: Transaction, ids: Sequence[int]) -> list[int]:
    """Those of these cases, all there are between the first and the last, whose chain and its end do not fit together."""
    ends = await tx.execute(
        select(Stream.name, Stream.last, Stream.head).where(Stream.name.in_([f"case:{case_id}" for case_id in ids]))
    )
    known = {name: (last, head) for name, last, head in ends.tuples()}
    query = select(*SAID).where(EventRow.case_id.between(ids[0], ids[-1]))
    rows = await tx.execute(query.order_by(EventRow.case_id, EventRow.case_number))
    chains = {case_id: list(chain) for case_id, chain in groupby(rows, key=lambda row: row.case_id)}
    return [
        case_id
        for case_id in ids
        if _first_break(case_id, chains.get(case_id, ()), known.get(f"case:{case_id}")) is not None
    ]


def _first_break(case_id: int, rows: Iterable[Any], end: tuple[int | None, str | None] | None) -> Broken | None:
    """`end`: the number and the hash of the last event, as the stream has them; None when it has none."""
    previous, expected = None, 1
    for row in rows:
        if row.case_number != expected:
            return Broken(case_id, expected, "missing")
        elif row.previous != previous:
            return Broken(case_id, expected, "does not follow the event before it")
        elif row.hash != chained(row):
            return Broken(case_id, expected, "changed")
        previous, expected = row.hash, expected + 1
    last, head = end or (0, None)
    if (last or 0) != expected - 1 or head != previous:
        return Broken(case_id, expected, "missing at the end")
    return None
