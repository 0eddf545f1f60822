"""Who has had to do with a case: they may not be the ones who look at it afresh."""

from __future__ import annotations

from sqlalchemy import select

from handoff.cases.models import Answer, Assessment, Case, RemedyItem
from handoff.db import Transaction
from handoff.events import of_case
from handoff.staff import Agent


async def people_involved(tx: Transaction, case: Case) -> set[int]:
    """Everybody who owned the case, did anything to it, wrote or approved an answer, or owes a remedy."""
    found = {case.owner_id} if case.owner_id is not None else set()
    for row in await of_case(tx, case.id):
        kind, _, number = row.actor.partition(":")
        if kind == "agent":
            found.add(int(number))
        if row.name in ("case.owned", "conversation.taken"):
            found.add(row.data["agent_id"])
    for column, owner in (
        (Answer.by_id, Answer.case_id),
        (Answer.approved_by_id, Answer.case_id),
        (Assessment.by_id, Assessment.case_id),
        (RemedyItem.owner_id, RemedyItem.case_id),
    ):
        found.update(await tx.scalars(select(column).where(owner == case.id, column.is_not(None))))
    return found


async def may_review(tx: Transaction, case: Case, agent: Agent) -> bool:
    """Whether this person is new to the case, answers to nobody whose work they would review, and has no stake in it."""
    involved = await people_involved(tx, case)
    subject = await tx.get(Agent, case.subject_id) if case.subject_id is not None else None
    return (
        agent.active
        and "reviewer" in agent.roles
        and agent.id not in involved
        and agent.manager_id not in involved
        and (subject is None or not _in_line(agent, subject))
    )


def _in_line(agent: Agent, subject: Agent) -> bool:
    return agent.id == subject.id or agent.manager_id == subject.id or subject.manager_id == agent.id
