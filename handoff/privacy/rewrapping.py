"""After `PASOKH_SECRET_KEY` was rotated: wrap every key by the new secret, and make keyed hashes of addresses anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from handoff.cases import Case, Party
from handoff.cases.renewing_prints import renew_prints
from handoff.db import Transaction, change, keys
from handoff.errors import Erased

if TYPE_CHECKING:
    from handoff.app import Services

BATCH = 200


@dataclass
class Rewrapped:
    keys: int = 0
    addresses: int = 0


async def rewrap_everything(services: Services) -> Rewrapped:
    """In small transactions, so that the desk goes on meanwhile; begun again after a stop, it does what is left."""
    done, last_owner, last_party = Rewrapped(), "", 0
    while True:
        async with services.db.transaction() as tx:
            owners = await keys.owners(tx, after=last_owner, limit=BATCH)
            for owner in owners:
                done.keys += await keys.rewrap(tx, owner)
        if not owners:
            break
        last_owner = owners[-1]
    while True:
        async with services.db.transaction() as tx:
            parties = (
                await tx.scalars(
                    select(Party)
                    .where(Party.id > last_party, Party.email_print.is_not(None))
                    .order_by(Party.id)
                    .limit(BATCH)
                )
            ).all()
            for party in parties:
                done.addresses += await _print_anew(tx, party)
        if not parties:
            break
        last_party = parties[-1].id
    await _print_cases_anew(services)
    return done


async def _print_cases_anew(services: Services) -> None:
    """What cases are found by. Of an erased one nothing is left to print."""
    last = 0
    while True:
        async with services.db.transaction() as tx:
            cases = (await tx.scalars(select(Case).where(Case.id > last).order_by(Case.id).limit(BATCH))).all()
            await keys.take_out(tx, [case.key_owner for case in cases])
            for case in cases:
                await renew_prints(tx, case)
        if not cases:
            return
        last = cases[-1].id


async def _print_anew(tx: Transaction, party: Party) -> bool:
    try:
        email = await keys.unseal(tx, f"case:{party.case_id}", party.email)
    except Erased:
        return False
    fresh = tx.sealer.fingerprint(email.strip().lower()) if email else None
    if fresh is None or fresh == party.email_print:
        return False
    return await change(tx, update(Party).where(Party.id == party.id).values(email_print=fresh)) == 1
