"""Who answers for a case: exactly one person, who has no stake in it."""

from __future__ import annotations

from sqlalchemy import update

from handoff.cases.competence import TrainingMissing, is_competent
from handoff.cases.events import CaseDisowned, CaseOwned
from handoff.cases.guards import GUARDS
from handoff.cases.involvement import may_review
from handoff.cases.models import Case
from handoff.cases.moving import Actor, move
from handoff.db import Transaction, change
from handoff.errors import Conflict
from handoff.events import hold, record
from handoff.staff import Agent


class ConflictOfInterest(Conflict):
    """This person may not deal with the case: it is about them, or about someone they report to or lead."""

    code = "conflict_of_interest"
    message = "This person has a stake in the case and may not deal with it."


class AlreadyInvolved(Conflict):
    """A second look belongs to somebody who is new to the case; this person is not, or answers to somebody who is not."""

    code = "already_involved"
    message = "This person had to do with the case before, or may not review. A second look needs somebody new."


async def own(tx: Transaction, case: Case, agent: Agent, *, actor: Actor) -> bool:
    """Let `agent` answer for the case; a registered case moves on to assessment. False when they did already.

    Raises `ConflictOfInterest`, `TrainingMissing`, `AlreadyInvolved`, and `Conflict` (moved_meanwhile) when the owner changed
    in the same moment.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if case.owner_id == agent.id:
        return False
    elif not await GUARDS["no_conflict_of_interest"](tx, case, {"assignee": agent.id}):
        raise ConflictOfInterest
    elif not await is_competent(tx, case, agent.id):
        raise TrainingMissing
    elif case.state == "internal_review" and not await may_review(tx, case, agent):
        raise AlreadyInvolved
    before = case.owner_id
    won = await change(
        tx,
        update(Case)
        .where(Case.id == case.id, Case.owner_id.is_(None) if before is None else Case.owner_id == before)
        .values(owner_id=agent.id, owned_at=tx.clock.now()),
    )
    await tx.refresh(case)
    if not won:
        raise Conflict(code="moved_meanwhile")
    await record(
        tx,
        CaseOwned(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, agent_id=agent.id, before_id=before
        ),
    )
    if case.state == "registered":
        await move(tx, case, "T03", Actor(actor.name, "system", actor.id), assignee=agent.id)
    return True


async def disown(tx: Transaction, case: Case, *, actor: Actor) -> bool:
    """Nobody answers for the case any more, until somebody is found. False when nobody did."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    before = case.owner_id
    if before is None:
        return False
    won = await change(
        tx, update(Case).where(Case.id == case.id, Case.owner_id == before).values(owner_id=None, owned_at=None)
    )
    await tx.refresh(case)
    if won:
        await record(
            tx,
            CaseDisowned(case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, before_id=before),
        )
    return won == 1
