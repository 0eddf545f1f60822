"""Say whether one has a stake in a case, before looking into it. Who has one is out of it at once."""

from __future__ import annotations

from sqlalchemy import select, update

from handoff.cases.examination.events import StakeDeclared
from handoff.cases.keeping_out import has_stake
from handoff.cases.models import Case
from handoff.cases.moving import Actor
from handoff.cases.owning import ConflictOfInterest
from handoff.cases.records import Declaration
from handoff.cases.words import sealed
from handoff.db import Transaction, change
from handoff.errors import Conflict
from handoff.events import hold, record
from handoff.i18n import mark


async def declare(tx: Transaction, case: Case, *, stake: bool, actor: Actor, words: str | None = None) -> Declaration:
    """Keep what somebody says about themselves. The same again changes nothing; a stake that turns up later counts.

    With a stake they lose the case at once. Nobody can take a declared stake back: a supervisor gives the case to others.
    Raises `ConflictOfInterest` when somebody in the line of the member of staff complained about says that they have none.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    assert actor.id is not None, "only people declare"
    reason = await sealed(tx, case, words, need=mark("Please say what your stake in this case is.") if stake else None)
    before = await _declared(tx, case, actor.id)
    if before is not None and before.stake and not stake:
        raise Conflict("You said that you have a stake in this case. That stands.", code="stake_stands")
    elif before is not None and before.stake == stake:
        return before
    elif not stake and await has_stake(tx, case, actor.id):
        raise ConflictOfInterest
    declaration = before or Declaration(case_id=case.id, agent_id=actor.id)
    declaration.stake, declaration.words, declaration.at = stake, reason, tx.clock.now()
    tx.add(declaration)
    await tx.flush()
    if stake:
        mine = update(Case).where(Case.id == case.id, Case.owner_id == actor.id)
        await change(tx, mine.values(owner_id=None, owned_at=None))
        await tx.refresh(case)
    await record(
        tx,
        StakeDeclared(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, agent_id=actor.id, stake=stake
        ),
    )
    return declaration


async def ensure_no_stake(tx: Transaction, case: Case, actor: Actor) -> None:
    """Raise `ConflictOfInterest` for whoever must be kept out, whatever their role."""
    if actor.id is not None and await has_stake(tx, case, actor.id):
        raise ConflictOfInterest


async def _declared(tx: Transaction, case: Case, agent_id: int) -> Declaration | None:
    return await tx.scalar(select(Declaration).where(Declaration.case_id == case.id, Declaration.agent_id == agent_id))
