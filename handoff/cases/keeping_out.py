"""Who must be kept out of a case, and who looked into it and so may not approve its decision."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import or_, select

from handoff.cases.looking_up import latest_answer
from handoff.cases.models import Case
from handoff.cases.records import Declaration, Evidence, Interview, PlanStep
from handoff.db import Transaction
from handoff.staff import Agent


async def has_stake(tx: Transaction, case: Case, agent_id: int) -> bool:
    """Whether somebody must be kept out: complained about, in that person's direct line, or by their own declaration."""
    return agent_id in (await kept_out(tx, [case]))[case.id]


async def kept_out(tx: Transaction, cases: Collection[Case]) -> dict[int, set[int]]:
    """For each case who must be kept out of it, by ids: two queries, however many cases and people there are."""
    out: dict[int, set[int]] = {case.id: set() for case in cases}
    if not out:
        return out
    declared = select(Declaration.case_id, Declaration.agent_id).where(Declaration.case_id.in_(out), Declaration.stake)
    for case_id, agent_id in (await tx.execute(declared)).tuples():
        out[case_id].add(agent_id)
    lines = await _lines(tx, {case.subject_id for case in cases if case.subject_id is not None})
    for case in cases:
        out[case.id] |= lines.get(case.subject_id or 0, set())
    return out


async def _lines(tx: Transaction, subjects: Collection[int]) -> dict[int, set[int]]:
    """Each of these people with whom they report to and who reports to them."""
    if not subjects:
        return {}
    near = select(Agent.id, Agent.manager_id).where(or_(Agent.id.in_(subjects), Agent.manager_id.in_(subjects)))
    lines: dict[int, set[int]] = {subject: {subject} for subject in subjects}
    for agent_id, manager_id in (await tx.execute(near)).tuples():
        if agent_id in lines and manager_id is not None:
            lines[agent_id].add(manager_id)
        if manager_id in lines:
            lines[manager_id].add(agent_id)
    return lines


async def examiners(tx: Transaction, case: Case) -> set[int]:
    """Everybody who looked into it: gathered, heard, took a step of the plan, or wrote an answer that waits."""
    people = set(await tx.scalars(select(Evidence.by_id).where(Evidence.case_id == case.id)))
    people |= set(await tx.scalars(select(Interview.by_id).where(Interview.case_id == case.id)))
    steps = select(PlanStep.ended_by_id).where(PlanStep.case_id == case.id, PlanStep.ended_by_id.is_not(None))
    people |= {agent_id for agent_id in await tx.scalars(steps) if agent_id}
    answer = await latest_answer(tx, case)
    return people | ({answer.by_id} if answer else set())
