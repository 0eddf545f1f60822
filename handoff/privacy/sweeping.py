"""Once an hour: let go of what was kept long enough, write down holds that came by themselves, ask for their review.

These are days and months, not seconds: looking through whole tables every second would cost more than it is worth.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import update
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db import Base, Transaction, change, insert_once
from handoff.privacy import holding, keeping, retiring, unmasking

if TYPE_CHECKING:
    from handoff.app import Services

BATCH = 500

log = structlog.get_logger()


class Sweep(Base):
    """One round; `done` counts by kind what was let go."""

    __tablename__ = "sweeps"

    hour: Mapped[int] = mapped_column(primary_key=True)  # hours since 1970
    at: Mapped[datetime]
    done: Mapped[dict[str, Any]]


Due = Callable[[Transaction, int], Awaitable[Sequence[int]]]
Do = Callable[[Transaction, int], Awaitable[object]]

# Holds first: what came under one since the last round is not let go in this one.
KINDS: dict[str, tuple[Due, Do]] = {
    "holds": (holding.unheld, holding.hold_by_itself),
    "reviews": (holding.to_review, holding.ask_review),
    "lists": (unmasking.list_due, unmasking.put_list_forward),
    "ends": (retiring.months_ending, retiring.put_ends_forward),
    "drafts": (keeping.drafts_to_forget, keeping.forget_draft),
    "talks": (keeping.talks_to_erase, keeping.erase_old_talk),
    "survey_words": (keeping.words_to_forget, keeping.forget_words),
    "archived": (keeping.to_archive, keeping.archive),
    "purged": (keeping.to_purge, keeping.purge),
}


async def unswept(tx: Transaction, limit: int) -> Sequence[int]:
    """This hour, as long as nobody has swept in it."""
    hour = int(tx.clock.now().timestamp()) // 3600
    return [] if await tx.get(Sweep, hour) else [hour]


async def sweep(services: Services, hour: int) -> None:
    """One round, each row in a transaction of its own: one that cannot be done is logged and blocks no other.

    One look says of which kind there is anything at all: in most hours that is none.
    """
    async with services.db.transaction() as tx:
        if await insert_once(tx, Sweep, hour=hour, at=tx.clock.now(), done={}) is None:
            return
    async with services.db.reading() as tx:
        waiting = [name for name, (due, _do) in KINDS.items() if await due(tx, 1)]
    done = {name: await _all_of(services, name, *KINDS[name]) for name in waiting}
    counts = {name: count for name, count in done.items() if count}
    if counts:
        async with services.db.transaction() as tx:
            await change(tx, update(Sweep).where(Sweep.hour == hour).values(done=counts))


async def _all_of(services: Services, name: str, due: Due, do: Do) -> int:
    tried: set[int] = set()
    while True:
        async with services.db.reading() as tx:
            ids = [row_id for row_id in await due(tx, BATCH) if row_id not in tried]
        if not ids:
            return len(tried)
        for row_id in ids:
            tried.add(row_id)
            try:
                async with services.db.transaction() as tx:
                    await do(tx, row_id)
            except Exception:
                log.exception("a row could not be let go", kind=name, row=row_id)
