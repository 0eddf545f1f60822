"""Writes that are right when several want the same: insert once, change only from the state that was seen."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update
from sqlalchemy.dialects import postgresql, sqlite

from handoff.db.base import Base
from handoff.db.transaction import Transaction


async def insert_once(tx: Transaction, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with the same key stands there already. True when this call inserted it."""
    dialect = postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite
    done = await tx.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())
    return cast("CursorResult[Any]", done).rowcount == 1


async def change(tx: Transaction, statement: Update | Delete) -> int:
    """Run a compare-and-set statement and return how many rows it changed: 1 means that this caller won.

    The session's own copies of the rows are refreshed by the caller where it goes on using them.
    """
    done = await tx.execute(statement.execution_options(synchronize_session=False))
    return cast("CursorResult[Any]", done).rowcount
