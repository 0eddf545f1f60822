"""Short ways to a case that has its answer, for tests that begin there."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from handoff.cases import Actor, Case, open_case
from handoff.cases.answering import Finding, Remedy, answer_at_front_line, approve, propose
from handoff.cases.assessing import assess, confirm_topic
from handoff.cases.examination.planning import open_investigation
from handoff.cases.looking_up import issues_of
from handoff.cases.moving import ASSISTANT
from handoff.cases.owning import own
from handoff.staff import Agent
from tests.handoff.cases.conftest import complaint, register
from tests.support.examining import follow_plan

ANSWER = "You are right: the lid was broken when it left us. I am sorry."


async def assessed(tx, agent, severity=2, **changes) -> Case:
    """A case that `agent` owns, with its topics confirmed and judged."""
    register.count += 1
    case, _ = await open_case(tx, complaint(**changes), actor=ASSISTANT, idempotency_key=f"roads:{register.count}")
    who = Actor.agent(agent.id)
    await own(tx, case, await tx.get_one(Agent, agent.id), actor=who)
    for issue in await issues_of(tx, case):
        await confirm_topic(tx, case, issue, topic=issue.topic, actor=who)
    await assess(tx, case, severity=severity, impact=1, urgency=1, complexity="simple", actor=who)
    return case


async def findings(tx, case, outcome="upheld", **changes):
    return {
        issue.id: Finding(outcome=outcome, reason="The packing list shows it.", cause="K08", **changes)
        for issue in await issues_of(tx, case)
    }


def refund(tx, days=5) -> Remedy:
    return Remedy(code="R14", amount=Decimal(20), currency="GBP", due_at=tx.clock.now() + timedelta(days=days))


async def answered(tx, agent, *, outcome="upheld", remedies=(), **changes) -> Case:
    """Answered at the front line."""
    case = await assessed(tx, agent, **changes)
    await answer_at_front_line(
        tx,
        case,
        findings=await findings(tx, case, outcome),
        text=ANSWER,
        remedies=remedies,
        actor=Actor.agent(agent.id),
    )
    return case


async def decided(tx, agent, approver, *, outcome="upheld", severity=3, **changes) -> Case:
    """Answered after an investigation, approved by somebody else."""
    case = await assessed(tx, agent, severity=severity, **changes)
    who = Actor.agent(agent.id)
    await open_investigation(tx, case, actor=who)
    await follow_plan(tx, case, who)
    await propose(
        tx, case, findings=await findings(tx, case, outcome), text=ANSWER, remedies=(), evidence="packing list",
        why_no_remedy="sent already", actor=who,
    )  # fmt: skip
    await approve(tx, case, actor=Actor.agent(approver.id, "approver"))
    return case
