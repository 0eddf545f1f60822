"""Somebody complains for another: the examination begins at once, what is told waits for the authority to hear it."""

from __future__ import annotations

from sqlalchemy import select

from handoff.cases.later_events import AuthorityRecorded
from handoff.cases.models import Case, Party
from handoff.cases.moving import Actor
from handoff.db import Transaction
from handoff.errors import Invalid
from handoff.events import hold, record

SCOPES = ("everything", "status", "nothing")
WAYS = ("consent", "power_of_attorney", "court", "guardian")


async def representative_of(tx: Transaction, case: Case) -> Party | None:
    query = select(Party).where(Party.case_id == case.id, Party.role == "representative").order_by(Party.id.desc())
    return await tx.scalar(query.limit(1))


async def record_authority(tx: Transaction, case: Case, party: Party, *, scope: str, way: str, actor: Actor) -> None:
    """Note what the representative may hear, and what that rests on. It can be changed, and each change is on record."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    assert actor.id is not None, "a person looks at the paper"
    if scope not in SCOPES or (scope != "nothing" and way not in WAYS):
        raise Invalid("Please choose what they may hear and what that rests on.", code="choice_missing")
    elif party.role != "representative" or party.case_id != case.id:
        raise Invalid
    party.scope, party.authority_how = scope, way if scope != "nothing" else None
    party.authority_at, party.authority_by = tx.clock.now(), actor.id
    await tx.flush()
    await record(
        tx,
        AuthorityRecorded(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, party_id=party.id, scope=scope
        ),
    )


async def may_hear_content(tx: Transaction, case: Case) -> bool:
    """Whether whoever holds number and tracking code, and the address we have, may read findings, answers and messages.

    A representative may once their authority is on record; how it stands they may always hear.
    """
    party = await representative_of(tx, case)
    return party is None or party.scope == "everything"
