"""Carry out what was promised, with proof; then ask whether it was really done."""

from __future__ import annotations

from handoff.cases.closing import close
from handoff.cases.events import RemedyDone
from handoff.cases.looking_up import remedies_of
from handoff.cases.models import Case, RemedyItem
from handoff.cases.moving import SYSTEM, Actor, NotPossible, move
from handoff.db import Transaction, keys
from handoff.errors import Invalid
from handoff.events import hold, record


async def carry_out(tx: Transaction, case: Case, item: RemedyItem, *, proof: str, actor: Actor) -> None:
    """Note that a remedy was done, and by what that shows. With the last one the complainant is asked (T25)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if not proof.strip():
        raise Invalid("Please say what shows that it was done.", code="proof_missing")
    if item.done_at is None:
        item.done_at, item.proof = tx.clock.now(), await keys.seal(tx, case.key_owner, proof.strip())
        await tx.flush()
        await record(
            tx, RemedyDone(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, item_id=item.id)
        )
    if case.state == "implementing" and all(other.done_at for other in await remedies_of(tx, case)):
        await move(tx, case, "T25", SYSTEM)


async def confirm_done(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """The complainant says that what was promised was done (T27)."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.state != "verifying":
        raise NotPossible
    await move(tx, case, "T27", Actor(actor.name, "complainant", actor.id))
    await close(tx, case, reason="resolved_accepted", actor=actor)


async def report_not_done(tx: Transaction, case: Case, *, missing: str, actor: Actor) -> None:
    """The complainant says that something promised was not done (T28)."""
    await move(tx, case, "T28", Actor(actor.name, "complainant", actor.id), what_is_missing=missing)
