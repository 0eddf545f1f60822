"""Take one's place before changing a talk or a case, always in the same order, so that nobody waits in a circle.

Who changes a talk or a case holds the streams of both from the start: first the conversation's, then the case's, and only then
touches their rows. Without it, one who holds the row and wants the stream meets one who holds the stream and wants the row.
What was read of a case before its turn came is read again: whoever had the turn before may have moved the case.
SQLite has one writer at a time and needs none of this.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from handoff.db import Transaction

HOLD = text("insert into streams (name, last) values (:name, 0) on conflict (name) do update set last = streams.last")


async def hold(tx: Transaction, *, conversation_id: int | None = None, case_id: int | None = None) -> None:
    """Hold the streams of a talk and of a case until the transaction ends. Holding them again costs nothing."""
    if tx.get_bind().dialect.name != "postgresql":
        return
    names = [f"conversation:{conversation_id}"] if conversation_id else []
    names += [f"case:{case_id}"] if case_id else []
    held: set[str] = tx.info.setdefault("held", set())
    with tx.no_autoflush:
        for name in names:
            if name not in held:
                await tx.execute(HOLD, {"name": name})
    news = set(names) - held
    held.update(names)
    if case_id and f"case:{case_id}" in news:
        await _read_again(tx, case_id)


async def _read_again(tx: Transaction, case_id: int) -> None:
    """See the case, and what belongs to it, as they are now: a second *no* to an answer is not a *no* to it any more."""
    await tx.flush()  # reading again would forget what was changed and not yet written
    read: list[Any] = list(tx.identity_map.values())
    for row in read:
        mine = row.id == case_id if row.__tablename__ == "cases" else getattr(row, "case_id", None) == case_id
        if mine:
            await tx.refresh(row)
