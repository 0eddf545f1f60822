"""Writes that are right when several want the same: insert once, change only from the state that was seen."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Executable, Table, Update, inspect
from sqlalchemy.dialects import postgresql, sqlite

from handoff.db.base import Base
from handoff.db.transaction import Transaction


async def insert_once(tx: Transaction, table: type[Base], **values: Any) -> Any | None:
    """Insert a row unless one with the same key stands there already.

    Returns the new row's primary key, or None when somebody else's row was there first.
    """
    await tx.flush()
    return await tx.scalar(_insert(table, tx.get_bind().dialect.name), values)


@cache
def _insert(table: type[Base], dialect: str) -> Executable:
    """Put together once: SQLAlchemy then knows it again at a glance."""
    kind = postgresql if dialect == "postgresql" else sqlite
    statement = kind.insert(cast("Table", table.__table__)).on_conflict_do_nothing()
    return statement.returning(inspect(table).primary_key[0])


async def change(tx: Transaction, statement: Update | Delete) -> int:
    """Run a compare-and-set statement and return how many rows it changed: 1 means that this caller won.

    The session's own copies of the rows are not touched: who goes on using one refreshes it. `changes` tells that it is time.
    """
    await tx.flush()
    made: Counter[Any] = tx.info.setdefault("changes", Counter())
    made[statement.table] += 1
    done = await tx.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount


def changes(tx: Transaction, table: type[Base]) -> int:
    """How many such statements this transaction has run on the table: copies read before the last one may be out of date."""
    return cast("int", tx.info.get("changes", {}).get(table.__table__, 0))
