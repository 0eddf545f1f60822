"""The people of a case: sealed under its key, found again by keyed hashes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from handoff.cases.later_events import RepresentativeNamed
from handoff.cases.models import Case, Party
from handoff.cases.prints import leave_prints
from handoff.db import Transaction, keys
from handoff.events import record


@dataclass(frozen=True)
class Contact:
    """How to address and reach somebody. All of it may be missing: an anonymous complaint is a complaint."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None

    @property
    def reachable(self) -> bool:
        return bool(self.email or self.phone)


async def add_party(tx: Transaction, case: Case, contact: Contact, *, role: str, language: str) -> Party:
    party = Party(
        case_id=case.id,
        role=role,
        name=await keys.seal(tx, case.key_owner, contact.name),
        email=await keys.seal(tx, case.key_owner, contact.email),
        phone=await keys.seal(tx, case.key_owner, contact.phone),
        email_print=tx.sealer.fingerprint(contact.email.strip().lower()) if contact.email else None,
        language=language,
    )
    tx.add(party)
    await tx.flush()
    await leave_prints(tx, case, name=contact.name, email=contact.email, phone=contact.phone)
    if role == "representative":
        await record(tx, RepresentativeNamed(case_id=case.id, conversation_id=case.conversation_id, party_id=party.id))
    return party


async def names_of(tx: Transaction, cases: Collection[Case]) -> dict[int, str | None]:
    """The complainants' names by case, for a list; None where none was told or it was erased."""
    owners = {case.id: case.key_owner for case in cases}
    rows = await tx.execute(
        select(Party.case_id, Party.name)
        .where(Party.case_id.in_(owners), Party.role == "complainant")
        .order_by(Party.id.desc())
    )
    sealed = dict(rows.tuples().all())
    await keys.take_out(tx, (owners[case_id] for case_id, name in sealed.items() if name is not None))
    return {
        case_id: await keys.unseal(tx, owner, sealed.get(case_id)) if owner in tx.keys else None
        for case_id, owner in owners.items()
    }


async def complainant_of(tx: Transaction, case: Case) -> Contact:
    """Name and addresses of the complainant, unsealed: for letters and for those who may see them."""
    party = await tx.scalar(select(Party).where(Party.case_id == case.id, Party.role == "complainant"))
    if party is None:
        return Contact()
    return Contact(
        name=await keys.unseal(tx, case.key_owner, party.name),
        email=await keys.unseal(tx, case.key_owner, party.email),
        phone=await keys.unseal(tx, case.key_owner, party.phone),
    )
