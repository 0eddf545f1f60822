"""What comes with a form beyond the complaint itself: the one who writes for another, an earlier number."""

from __future__ import annotations

from handoff.cases import Case, Contact
from handoff.cases.continuing import continue_from
from handoff.cases.looking_up import case_by_number
from handoff.cases.parties import add_party
from handoff.db import Transaction
from handoff.web.intake.form import Filled


async def add_further(tx: Transaction, case: Case, filled: Filled) -> None:
    """Note who writes for the complainant, and which earlier complaint this goes on from."""
    if filled["acting_for"] and not filled.ticked("anonymous"):
        words = " · ".join(part for part in (filled["name"], filled["acting_as"]) if part)
        writer = Contact(name=words or None, email=filled["email"].lower() or None, phone=filled["phone"] or None)
        await add_party(tx, case, writer, role="representative", language=case.language)
    if filled["earlier_case"] and (earlier := await case_by_number(tx, filled["earlier_case"])):
        await continue_from(tx, case, earlier, actor="form")
