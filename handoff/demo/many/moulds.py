"""A lived case, taken apart row by row, so that others can be cast from it.

Nothing here knows which tables there are: what belongs to a case is found by the foreign keys. A table that is added later
is copied without a word here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from handoff.db import Transaction
from handoff.db.keys import DataKey
from handoff.demo.many.life import Life
from handoff.demo.many.shaping import Row, Shape, Shaper
from handoff.events import EventRow, Stream
from handoff.schema import metadata
from handoff.staff import Agent

# Not a case's own, or made anew for each copy: keys, streams, the facts that figures are counted from.
APART = {"agents", "staff_sessions", "data_keys", "streams", "case_facts", "issue_facts"}
FIRST = ("customers", "conversations", "cases")  # these refer to each other: written in this order, then tied


@dataclass
class Mould:
    """All rows of one case by table, in the order in which they may be written."""

    life: Life
    case_id: int
    conversation_id: int | None
    received_at: datetime
    closed_at: datetime | None
    last_at: datetime  # of its newest event
    tables: dict[str, list[Shape]] = field(default_factory=dict)
    ids: dict[str, list[int]] = field(default_factory=dict)


async def take_moulds(tx: Transaction, lives: Sequence[Life]) -> list[Mould]:
    """One mould for each life that was lived as planned, in the order of `lives`."""
    rows = await _read_world(tx)
    whose = _whose(rows)
    keys = {row["owner"]: tx.sealer.unwrap(row["wrapped"]) for row in rows.pop(DataKey.__tablename__) if row["wrapped"]}
    staff = {row["id"] for row in rows[Agent.__tablename__]}
    by_case: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for table, content in rows.items():
        for row in content:
            if table not in APART and (case_id := _case_of(table, row, whose)):
                by_case[case_id][table].append(row)
    return [
        _mould(life, by_case[life.case_id], Shaper(tx.sealer, keys, staff, life, by_case[life.case_id]))
        for life in lives
        if not life.stuck
    ]


def _mould(life: Life, rows: Mapping[str, Sequence[Row]], shaper: Shaper) -> Mould:
    case = rows["cases"][0]
    made = Mould(
        life, case["id"], case["conversation_id"], received_at=case["received_at"], closed_at=case["closed_at"],
        last_at=max(row["at"] for row in rows[EventRow.__tablename__]),
    )  # fmt: skip
    for name in [*FIRST, *(table.name for table in metadata.sorted_tables if table.name not in FIRST)]:
        kept = [row for row in rows.get(name, ()) if shaper.is_whole(name, row)]
        made.tables[name] = [shaper.shape(metadata.tables[name], row) for row in kept]
        made.ids[name] = [row["id"] for row in kept if "id" in row]
    return made


async def _read_world(tx: Transaction) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for table in [table for table in metadata.sorted_tables if table.name != Stream.__tablename__]:
        order = [table.c.id] if "id" in table.c else []
        rows[table.name] = [dict(row) for row in (await tx.execute(select(table).order_by(*order))).mappings()]
    return rows


def _whose(rows: Mapping[str, Sequence[Row]]) -> dict[int, int]:
    """To which case each row belongs, by its id: through the foreign keys, parents before children."""
    whose = {row["id"]: row["id"] for row in rows["cases"]}
    for talk in rows["conversations"]:
        if talk["case_id"]:
            whose[talk["id"]] = whose[talk["customer_id"]] = talk["case_id"]
    for table, content in rows.items():
        for row in content if table not in (*APART, *FIRST) else ():
            if "id" in row and (case_id := _case_of(table, row, whose)):
                whose[row["id"]] = case_id
    return whose


def _case_of(table: str, row: Row, whose: Mapping[int, int]) -> int | None:
    if table in FIRST:
        return whose.get(row["id"])
    columns = metadata.tables[table].columns
    related = [
        column.name for column in columns if column.foreign_keys or column.name in ("case_id", "conversation_id")
    ]
    return next((whose[row[name]] for name in related if row[name] in whose), None)
