"""Write many rows at once: PostgreSQL copies them in, SQLite takes them as they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Column, MetaData, Table, Text, func, insert, select, text

from handoff.db import Transaction
from handoff.demo.many.shaping import Row
from handoff.schema import metadata

TIE = text(
    "update conversations set case_id = (select cases.id from cases where cases.conversation_id = conversations.id) "
    "where id between :first and :last"
)


async def free_ids(tx: Transaction, counts: Mapping[str, int]) -> dict[str, int]:
    """The first of so many free ids of each table; on PostgreSQL they are taken from its sequence, whoever else writes."""
    first: dict[str, int] = {}
    for name, count in ((name, count) for name, count in counts.items() if count):
        table = metadata.tables[name]
        if _postgres(tx):
            sequence = {"name": f"{name}_id_seq"}
            first[name] = await tx.scalar(text("select nextval(cast(:name as regclass))"), sequence)
            taken = {**sequence, "last": first[name] + count - 1}
            await tx.execute(text("select setval(cast(:name as regclass), :last)"), taken)
        else:
            first[name] = (await tx.scalar(select(func.max(table.c.id))) or 0) + 1
    return first


async def write(tx: Transaction, rows: Mapping[str, Sequence[Row]]) -> None:
    """All of it, parents first; then the talks are tied to their cases. JSON comes as text."""
    for name, content in rows.items():
        if content and _postgres(tx):
            await _copy_in(tx, name, content)
        elif content:
            await tx.execute(insert(_plain(name)), list(content))
    talks = [row["id"] for row in rows["conversations"]]
    if talks:
        await tx.execute(TIE, {"first": min(talks), "last": max(talks)})


async def _copy_in(tx: Transaction, name: str, rows: Sequence[Row]) -> None:
    names = [column.name for column in metadata.tables[name].columns]
    connection = await (await tx.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    await driver.copy_records_to_table(name, records=map(itemgetter(*names), rows), columns=names)


@cache
def _plain(name: str) -> Table:
    """The table with texts where it has JSON, so that nothing is encoded twice."""
    columns = metadata.tables[name].columns
    plain = [Column(column.name, Text() if isinstance(column.type, JSON) else column.type) for column in columns]
    return Table(name, MetaData(), *plain)


def _postgres(tx: Transaction) -> bool:
    return tx.get_bind().dialect.name == "postgresql"
