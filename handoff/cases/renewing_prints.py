"""Make a case's prints anew: after its addresses were taken out, and after the installation's secret was changed."""

from __future__ import annotations

from sqlalchemy import select

from handoff.cases.models import Case, Party
from handoff.cases.prints import leave_prints, take_prints_away
from handoff.db import Transaction, keys
from handoff.errors import Erased


async def renew_prints(tx: Transaction, case: Case) -> None:
    """From what is still sealed in it. An erased case gets none."""
    await take_prints_away(tx, case)
    owner = case.key_owner
    try:
        for party in await tx.scalars(select(Party).where(Party.case_id == case.id)):
            name, email = await keys.unseal(tx, owner, party.name), await keys.unseal(tx, owner, party.email)
            await leave_prints(tx, case, name=name, email=email, phone=await keys.unseal(tx, owner, party.phone))
        await leave_prints(tx, case, order=await keys.unseal(tx, owner, case.order_ref))
    except Erased:
        await take_prints_away(tx, case)
