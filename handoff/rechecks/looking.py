"""Read a closed case again and say whether it was handled fairly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from handoff.cases import Case
from handoff.cases.involvement import people_involved
from handoff.db import Transaction, change, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record
from handoff.rechecks.events import CaseRechecked
from handoff.rechecks.models import Recheck
from handoff.staff import Agent


class OwnWork(Conflict):
    """Whoever worked on a case does not judge how it was handled."""

    code = "own_work"
    message = "You have worked on this case. Somebody who is new to it has to read it again."


@dataclass(frozen=True)
class Waiting:
    """A case that waits to be read again, and whether this person may do it."""

    recheck: Recheck
    case: Case
    may: bool


async def waiting_for(tx: Transaction, agent: Agent) -> Sequence[Waiting]:
    """The oldest first."""
    query = select(Recheck, Case).join(Case, Case.id == Recheck.case_id).where(Recheck.looked_at.is_(None))
    rows = (await tx.execute(query.order_by(Recheck.id))).all()
    return [Waiting(recheck, case, await may_look(tx, case, agent)) for recheck, case in rows]


async def look_again(tx: Transaction, recheck: Recheck, *, agent: Agent, fair: bool, words: str) -> None:
    """Put the judgement on record, once. Not fair needs words. Raises `OwnWork`, and `Conflict` when it was done already."""
    case = await tx.get_one(Case, recheck.case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    words, involved = words.strip(), agent.id in await people_involved(tx, case)
    await tx.refresh(recheck)
    if recheck.looked_at is not None:
        raise Conflict("Somebody has read this case again already.", code="rechecked")
    elif not await may_look(tx, case, agent):
        raise OwnWork
    elif not fair and not words:
        raise Invalid("Please say what was not fair.", code="words_missing")
    done = await change(
        tx,
        update(Recheck)
        .where(Recheck.id == recheck.id, Recheck.looked_at.is_(None))
        .values(
            by_id=agent.id,
            own_work=involved,
            fair=fair,
            looked_at=tx.clock.now(),
            words=await keys.seal(tx, case.key_owner, words or None),
        ),
    )
    if not done:
        raise Conflict("Somebody has read this case again already.", code="rechecked")
    await record(
        tx,
        CaseRechecked(
            case_id=case.id, conversation_id=case.conversation_id, actor=f"agent:{agent.id}", recheck_id=recheck.id,
            fair=fair, own_work=involved,
        ),
    )  # fmt: skip


async def may_look(tx: Transaction, case: Case, agent: Agent) -> bool:
    """Nobody judges their own work, unless the organisation is so small that there is nobody else. That stays visible."""
    if not tx.policy.organisation.profile.four_eyes:
        return True
    return agent.id not in await people_involved(tx, case)
