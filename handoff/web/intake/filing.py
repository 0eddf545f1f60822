"""What comes with a form beyond the complaint itself: files, the one who writes for another, an earlier number."""

from __future__ import annotations

import hashlib

from handoff.cases import Case, Contact
from handoff.cases.looking_up import case_by_number
from handoff.cases.parties import add_party
from handoff.conversations import Attachment
from handoff.conversations.attaching import clean_name
from handoff.db import Transaction, keys
from handoff.web.intake.form import Filled


async def file_into(tx: Transaction, case: Case, files: list[tuple[str, str, bytes]]) -> None:
    """Keep inspected files (name, type, content) with the case, sealed under its key."""
    for name, kind, content in files:
        tx.add(
            Attachment(
                conversation_id=None,
                case_id=case.id,
                owner=case.key_owner,
                name=await keys.seal(tx, case.key_owner, clean_name(name)),
                type=kind,
                size=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
                content=await keys.seal_bytes(tx, case.key_owner, content),
                added_at=tx.clock.now(),
            )
        )
    await tx.flush()


async def add_further(tx: Transaction, case: Case, filled: Filled) -> None:
    """Note who writes for the complainant, and which earlier complaint this goes on from."""
    if filled["acting_for"] and not filled.ticked("anonymous"):
        words = " · ".join(part for part in (filled["name"], filled["acting_as"]) if part)
        writer = Contact(name=words or None, email=filled["email"].lower() or None, phone=filled["phone"] or None)
        await add_party(tx, case, writer, role="representative", language=case.language)
    if filled["earlier_case"] and (earlier := await case_by_number(tx, filled["earlier_case"])):
        case.earlier_case_id = earlier.id
        await tx.flush()
