"""The keys of sealed content: one per owner ("case:7", "conversation:12"), itself wrapped by the installation's secret.

Destroying an owner's key erases everything that was sealed with it, wherever it was copied; a backup of this very table has to be
restored as docs/backup.md says, so that a destroyed key does not come back with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import LargeBinary, select, update
from sqlalchemy.orm import Mapped, mapped_column

from handoff.db.base import Base
from handoff.db.transaction import Transaction
from handoff.db.writing import change, insert_once
from handoff.errors import Erased


class DataKey(Base):
    __tablename__ = "data_keys"

    owner: Mapped[str] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    made_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


async def seal(tx: Transaction, owner: str, plain: str | None) -> bytes | None:
    """`plain` as only this installation can read it, and only while the owner's key lives. None stays None."""
    if plain is None:
        return None
    return tx.sealer.seal(await _key(tx, owner, make=True), plain, owner)


async def unseal(tx: Transaction, owner: str, blob: bytes | None) -> str | None:
    """The text of `blob`. Raises `Erased` when the owner's key was destroyed."""
    if blob is None:
        return None
    return tx.sealer.unseal(await _key(tx, owner, make=False), blob, owner)


async def seal_bytes(tx: Transaction, owner: str, plain: bytes) -> bytes:
    return tx.sealer.seal_bytes(await _key(tx, owner, make=True), plain, owner)


async def unseal_bytes(tx: Transaction, owner: str, blob: bytes) -> bytes:
    return tx.sealer.unseal_bytes(await _key(tx, owner, make=False), blob, owner)


async def take_out(tx: Transaction, owners: Iterable[str]) -> None:
    """Fetch the keys of many owners at once, for a list. Of those that are destroyed or were never made none is there after."""
    wanted = set(owners) - tx.keys.keys()
    if wanted:
        rows = await tx.scalars(select(DataKey).where(DataKey.owner.in_(wanted), DataKey.wrapped.is_not(None)))
        tx.keys.update((row.owner, tx.sealer.unwrap(row.wrapped)) for row in rows if row.wrapped)


async def destroy(tx: Transaction, owner: str) -> bool:
    """Erase everything sealed for `owner`. Says whether there was a key to destroy."""
    done = await change(
        tx,
        update(DataKey)
        .where(DataKey.owner == owner, DataKey.wrapped.is_not(None))
        .values(wrapped=None, destroyed_at=tx.clock.now()),
    )
    tx.keys.pop(owner, None)
    return done == 1


async def destroyed(tx: Transaction, owner: str) -> bool:
    """Whether what was sealed for `owner` was erased."""
    return await tx.scalar(select(DataKey.destroyed_at).where(DataKey.owner == owner)) is not None


async def rewrap(tx: Transaction, owner: str) -> bool:
    """Wrap an owner's key by the installation's first secret. False when it is already, or there is none to wrap."""
    row = await tx.scalar(select(DataKey).where(DataKey.owner == owner))
    if row is None or row.wrapped is None or tx.sealer.wrapped_by_first(row.wrapped):
        return False
    before, after = row.wrapped, tx.sealer.rewrap(row.wrapped)
    # Only the key that was read: one that is destroyed meanwhile stays destroyed.
    won = await change(
        tx, update(DataKey).where(DataKey.owner == owner, DataKey.wrapped == before).values(wrapped=after)
    )
    return won == 1


async def owners(tx: Transaction, *, after: str, limit: int) -> Sequence[str]:
    """Owners of keys that live, by name, for those who go through all of them."""
    query = select(DataKey.owner).where(DataKey.owner > after, DataKey.wrapped.is_not(None))
    return (await tx.scalars(query.order_by(DataKey.owner).limit(limit))).all()


async def _key(tx: Transaction, owner: str, *, make: bool) -> bytes:
    if owner in tx.keys:
        return tx.keys[owner]
    row = await tx.scalar(select(DataKey).where(DataKey.owner == owner))
    if row is None and make:
        # Two writers may need the first key of one owner at the same time: the first row stays, both read it.
        wrapped = tx.sealer.new_key()
        if await insert_once(tx, DataKey, owner=owner, wrapped=wrapped, made_at=tx.clock.now()):
            tx.keys[owner] = tx.sealer.unwrap(wrapped)
            return tx.keys[owner]
        row = await tx.scalar(select(DataKey).where(DataKey.owner == owner))
    if row is None or row.wrapped is None:
        raise Erased
    tx.keys[owner] = tx.sealer.unwrap(row.wrapped)
    return tx.keys[owner]
