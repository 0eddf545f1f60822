"""Name people for a case, and mark a case whose content the law protects specially."""

from __future__ import annotations

from sqlalchemy import select, update

from handoff.cases import Case
from handoff.cases.guards import GUARDS
from handoff.db import Transaction, change
from handoff.errors import NotAllowed
from handoff.events import hold, record
from handoff.privacy.events import NamingEnded, PersonNamed, SpecialMarked
from handoff.privacy.models import Naming
from handoff.staff import Agent

SPECIAL = "special"


async def name_person(tx: Transaction, case: Case, *, person: Agent, by: Agent) -> bool:
    """Name `person` for the case. False when they were named. Raises `NotAllowed` for who has a stake in it, and for oneself."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    if person.id == by.id:
        raise NotAllowed("Nobody names themselves for a case.")
    if not await GUARDS["no_conflict_of_interest"](tx, case, {"assignee": person.id}):
        raise NotAllowed("This person has a stake in the case.")
    if await _running(tx, case, person):
        return False
    tx.add(Naming(case_id=case.id, agent_id=person.id, by_id=by.id, at=tx.clock.now()))
    await record(tx, PersonNamed(case_id=case.id, actor=f"agent:{by.id}", agent_id=person.id))
    return True


async def end_naming(tx: Transaction, case: Case, *, person: Agent, by: Agent) -> bool:
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    ended = await change(
        tx,
        update(Naming)
        .where(Naming.case_id == case.id, Naming.agent_id == person.id, Naming.ended_at.is_(None))
        .values(ended_at=tx.clock.now()),
    )
    if ended:
        await record(tx, NamingEnded(case_id=case.id, actor=f"agent:{by.id}", agent_id=person.id))
    return bool(ended)


async def named_people(tx: Transaction, case: Case) -> list[Agent]:
    """Who is named for the case now, beside its owner."""
    query = select(Agent).join(Naming, Naming.agent_id == Agent.id)
    query = query.where(Naming.case_id == case.id, Naming.ended_at.is_(None)).order_by(Agent.name)
    return list(await tx.scalars(query))


async def mark_special(tx: Transaction, case: Case, *, special: bool, by: Agent) -> bool:
    """The case holds what the law protects specially (health, children, belief), or it turned out not to."""
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    if (SPECIAL in case.flags) == special:
        return False
    case.flags = [*case.flags, SPECIAL] if special else [flag for flag in case.flags if flag != SPECIAL]
    await tx.flush()
    await record(tx, SpecialMarked(case_id=case.id, actor=f"agent:{by.id}", special=special))
    return True


async def _running(tx: Transaction, case: Case, person: Agent) -> int | None:
    return await tx.scalar(
        select(Naming.id).where(Naming.case_id == case.id, Naming.agent_id == person.id, Naming.ended_at.is_(None))
    )
