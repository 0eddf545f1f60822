"""Take what the complainant adds later, and note what they were told."""

from __future__ import annotations

from handoff.cases.events import ComplainantTold, FirstContactMade, InformationAdded
from handoff.cases.models import Addition, Case
from handoff.cases.moving import Actor, move
from handoff.db import Transaction, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record

LONGEST = 20_000  # characters
OUTSIDE = "outside"  # who wrote: neither the complainant nor one of us


async def add_information(tx: Transaction, case: Case, *, text: str, actor: Actor) -> None:
    """Keep what the complainant adds. When we were waiting for it, the case goes on (T11)."""
    await _keep(tx, case, text, actor.name)
    if case.state == "awaiting_complainant":
        await move(tx, case, "T11", Actor(actor.name, "complainant", actor.id))


async def add_from_outside(tx: Transaction, case: Case, *, text: str) -> None:
    """Keep what somebody outside wrote, whom we had asked. What it means for the case, a person decides."""
    await _keep(tx, case, text, OUTSIDE)


async def _keep(tx: Transaction, case: Case, text: str, by: str) -> None:
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if not text.strip():
        raise Invalid("Please write what you want to add.", code="addition_missing")
    elif len(text) > LONGEST:
        raise Invalid("This may have up to {longest} characters.", code="addition_long", longest=LONGEST)
    elif case.state in ("archived", "merged", "purged"):
        raise Conflict("This case is archived. Please register a new complaint.", code="case_archived")
    tx.add(Addition(case_id=case.id, body=await keys.seal(tx, case.key_owner, text.strip()), by=by, at=tx.clock.now()))
    await tx.flush()
    await record(tx, InformationAdded(case_id=case.id, conversation_id=case.conversation_id, actor=by))


async def note_contact(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """A person spoke or wrote to the complainant. The first time is a promise kept."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    case.told_at = tx.clock.now()
    if case.first_contact_at is None:
        case.first_contact_at = tx.clock.now()
        await record(tx, FirstContactMade(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name))
    else:
        await tx.flush()


async def note_acknowledged(tx: Transaction, case: Case) -> None:
    """The complainant knows that we have it: told at once, or by a letter that left."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.acknowledged_at is None:
        case.acknowledged_at = tx.clock.now()
        await tx.flush()


async def note_told(tx: Transaction, case: Case, *, actor: Actor) -> None:
    """The complainant heard something with content, by letter or in the talk."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    case.told_at = tx.clock.now()
    await record(tx, ComplainantTold(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name))
