"""A complaint registered the short way, for tests that begin after it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from handoff.app import Services
from handoff.cases import Case, Complaint, Contact, open_case
from handoff.cases.answering import Finding, Remedy, answer_at_front_line
from handoff.cases.assessing import assess, confirm_topic
from handoff.cases.looking_up import issues_of
from handoff.cases.moving import ASSISTANT, Actor
from handoff.cases.opening import SuggestedTopic
from handoff.cases.owning import own
from handoff.conversations import Conversation
from handoff.conversations.opening import link_case
from handoff.staff import Agent

STORY = "The kettle from order A-10423 came with a broken lid, and two e-mails had no answer."


async def register(
    services: Services, conversation: Conversation | None = None, *, key: str = "one", **told: Any
) -> Case:
    """Sara's complaint about a kettle, with an e-mail address unless the test says otherwise."""
    told = {
        "narrative": STORY,
        "channel": "chat" if conversation else "form",
        "language": "en",
        "contact": Contact(name="Sara", email="sara@example.com"),
        "topics": (SuggestedTopic("C02.1", 0.9),),
        "conversation_id": conversation.id if conversation else None,
        **told,
    }
    async with services.db.transaction() as tx:
        case, _ = await open_case(tx, Complaint(**told), actor=ASSISTANT, idempotency_key=key)
        if conversation is not None:
            await link_case(tx, await tx.get_one(Conversation, conversation.id), case_id=case.id, actor="assistant")
    await services.settle()
    return case


async def owned(services: Services, case: Case, agent: Agent) -> None:
    async with services.db.transaction() as tx:
        await own(tx, await tx.get_one(Case, case.id), agent, actor=Actor.agent(agent.id))


async def judged(services: Services, case: Case, agent: Agent, **judgement: Any) -> None:
    """Assessed, and every topic confirmed."""
    usual = {"severity": 2, "impact": 1, "urgency": 1, "complexity": "simple", "reason": "Small after all."}
    judgement = {**usual, **judgement}
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case.id)
        for issue in await issues_of(tx, case):
            await confirm_topic(tx, case, issue, topic=issue.topic, actor=Actor.agent(agent.id))
        await assess(tx, case, actor=Actor.agent(agent.id), **judgement)


async def answered(services: Services, case: Case, agent: Agent, *, remedies: bool = False) -> None:
    """Answered at the front line, upheld; with `remedies` a refund is promised within two days."""
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, case.id)
        findings = {
            issue.id: Finding(outcome="upheld", reason="The lid was broken.") for issue in await issues_of(tx, case)
        }
        promised = [Remedy(code="R14", due_at=services.clock.now() + timedelta(days=2))] if remedies else []
        await answer_at_front_line(
            tx, case, findings=findings, text="You are right, and we are sorry.", remedies=promised,
            actor=Actor.agent(agent.id),
        )  # fmt: skip


async def case_of(services: Services, case: Case) -> Case:
    """The case as it is now."""
    async with services.db.reading() as tx:
        return await tx.get_one(Case, case.id)
