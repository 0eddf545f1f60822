"""Who must be kept out of a case, and who looked into it and so may not approve its decision."""

from __future__ import annotations

from sqlalchemy import select

from handoff.cases.looking_up import latest_answer
from handoff.cases.models import Case
from handoff.cases.records import Declaration, Evidence, Interview, PlanStep
from handoff.db import Transaction
from handoff.staff import Agent


async def has_stake(tx: Transaction, case: Case, agent_id: int) -> bool:
    """Whether somebody must be kept out: complained about, in that person's direct line, or by their own declaration."""
    declared = select(Declaration.id).where(
        Declaration.case_id == case.id, Declaration.agent_id == agent_id, Declaration.stake
    )
    if await tx.scalar(declared) is not None:
        return True
    elif case.subject_id is None:
        return False
    rows = await tx.scalars(select(Agent).where(Agent.id.in_((case.subject_id, agent_id))))
    people = {agent.id: agent for agent in rows}
    subject, agent = people[case.subject_id], people[agent_id]
    return subject.id == agent.id or agent.manager_id == subject.id or subject.manager_id == agent.id


async def examiners(tx: Transaction, case: Case) -> set[int]:
    """Everybody who looked into it: gathered, heard, took a step of the plan, or wrote an answer that waits."""
    people = set(await tx.scalars(select(Evidence.by_id).where(Evidence.case_id == case.id)))
    people |= set(await tx.scalars(select(Interview.by_id).where(Interview.case_id == case.id)))
    steps = select(PlanStep.ended_by_id).where(PlanStep.case_id == case.id, PlanStep.ended_by_id.is_not(None))
    people |= {agent_id for agent_id in await tx.scalars(steps) if agent_id}
    answer = await latest_answer(tx, case)
    return people | ({answer.by_id} if answer else set())
