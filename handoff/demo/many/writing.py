"""Write many rows at once: PostgreSQL copies them in, SQLite takes them as they come."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import JSON, func, insert, select, text

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
    """All of it, parents first; then the talks are tied to their cases."""
    for name, content in rows.items():
        if content and _postgres(tx):
            await _copy_in(tx, name, content)
        elif content:
            await tx.execute(insert(metadata.tables[name]), list(content))
    talks = [row["id"] for row in rows["conversations"]]
    if talks:
        await tx.execute(TIE, {"first": min(talks), "last": max(talks)})


async def _copy_in(tx: Transaction, name: str, rows: Sequence[Row]) -> None:
    columns = metadata.tables[name].columns
    names = [column.name for column in columns]
    is_json = [isinstance(column.type, JSON) for column in columns]
    records = [
        tuple(_as_json(row[key]) if json_ else row[key] for key, json_ in zip(names, is_json, strict=True))
        for row in rows
    ]
    connection = await (await tx.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    await driver.copy_records_to_table(name, records=records, columns=names)


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def _postgres(tx: Transaction) -> bool:
    return tx.get_bind().dialect.name == "postgresql"
