"""How a case of the tests comes to its decision: assessed, looked into as deep as it needs, and proposed."""

from __future__ import annotations

from handoff.cases import Actor, Case
from handoff.cases.answering import Finding, propose
from handoff.cases.assessing import assess, confirm_topic
from handoff.cases.examination.declaring import declare
from handoff.cases.examination.gathering import Found, gather
from handoff.cases.examination.planning import end_step, open_investigation, plan_of
from handoff.cases.looking_up import issues_of
from handoff.cases.owning import own
from handoff.db import Transaction
from handoff.staff import Agent

ANSWER = "You are right: the lid was broken when it left us. I am sorry."


async def assessed(tx: Transaction, case: Case, agent: Agent, *, severity: int = 2) -> Actor:
    """`agent` answers for it, has confirmed its topics and judged it."""
    who = Actor.agent(agent.id)
    await own(tx, case, agent, actor=who)
    for issue in await issues_of(tx, case):
        await confirm_topic(tx, case, issue, topic=issue.topic, actor=who)
    await assess(tx, case, severity=severity, impact=1, urgency=1, complexity="simple", actor=who)
    return who


async def investigated(tx: Transaction, case: Case, agent: Agent, *, severity: int = 2) -> Actor:
    """An investigation is open: assessed, declared, the plan laid out."""
    who = await assessed(tx, case, agent, severity=severity)
    await open_investigation(tx, case, actor=who)
    return who


async def follow_plan(tx: Transaction, case: Case, who: Actor) -> None:
    for step in await plan_of(tx, case):
        if step.ended_at is None:
            await end_step(tx, case, step, result="Looked at it.", actor=who)


async def gathered(tx: Transaction, case: Case, who: Actor) -> None:
    await gather(tx, case, Found(kind="record", words="The packing list", source="The warehouse"), actor=who)


async def findings(tx: Transaction, case: Case, outcome: str = "upheld") -> dict[int, Finding]:
    return {
        issue.id: Finding(outcome=outcome, reason="The packing list shows it.", cause="K08")
        for issue in await issues_of(tx, case)
    }


async def proposed(tx: Transaction, case: Case, agent: Agent, *, severity: int = 2, remedies: tuple = ()) -> Actor:
    """A decision waits for somebody else's approval."""
    who = await investigated(tx, case, agent, severity=severity)
    await follow_plan(tx, case, who)
    await declare(tx, case, stake=False, actor=who)
    await propose(
        tx, case, findings=await findings(tx, case), text=ANSWER, remedies=remedies, evidence="packing list",
        why_no_remedy=None if remedies else "A replacement was sent already.", actor=who,
    )  # fmt: skip
    return who
