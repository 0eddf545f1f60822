"""Somebody no longer works here: their talks, cases, remedies and tasks go to others in the same moment, then they are out."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update

from handoff.assignment.models import Offer
from handoff.assignment.offering import decline
from handoff.assignment.owning import choose_successor
from handoff.cases import Case, RemedyItem
from handoff.cases.involvement import may_review
from handoff.cases.moving import Actor
from handoff.cases.owning import disown, own
from handoff.conversations import Conversation, transfer
from handoff.db import Transaction, change
from handoff.errors import Conflict, NotAllowed
from handoff.events import hold, record
from handoff.staff import Agent, sign_out_everywhere
from handoff.staff.events import AgentLeft, AgentReturned


@dataclass(frozen=True)
class HandedOn:
    """What went to others; `unowned` cases found nobody and stand in the list of cases without an owner."""

    talks: int
    cases: int
    unowned: int


async def deactivate(tx: Transaction, agent: Agent, *, by: Agent | None) -> HandedOn:
    """Take somebody off the desk. First their load, then their way in, all or nothing.

    Raises `NotAllowed` for oneself, `Conflict` (code gone_already) the second time.
    """
    if by is not None and by.id == agent.id:
        raise NotAllowed("Nobody takes themselves off the desk.")
    if not agent.active:
        raise Conflict("This person is off the desk already.", code="gone_already")
    actor = f"agent:{by.id}" if by else "system"
    agent.active, agent.presence = False, "offline"
    await tx.flush()
    talks = await _pass_talks_on(tx, agent)
    cases, unowned = await _pass_cases_on(tx, agent, by=by)
    await sign_out_everywhere(tx, agent)
    await record(tx, AgentLeft(actor=actor, agent_id=agent.id))
    return HandedOn(talks, cases, unowned)


async def reactivate(tx: Transaction, agent: Agent, *, by: Agent | None) -> bool:
    """Let somebody sign in again. What went to others stays with them."""
    if agent.active:
        return False
    agent.active = True
    await tx.flush()
    await record(tx, AgentReturned(actor=f"agent:{by.id}" if by else "system", agent_id=agent.id))
    return True


async def _pass_talks_on(tx: Transaction, agent: Agent) -> int:
    """Into the queue, where somebody is found at once if there is anybody; what was only offered is offered to others."""
    for offer in await tx.scalars(select(Offer).where(Offer.agent_id == agent.id, Offer.open_for.is_not(None))):
        await decline(tx, offer, agent=agent)
    talks = (
        await tx.scalars(
            select(Conversation)
            .where(Conversation.speaker == "agent", Conversation.agent_id == agent.id)
            .order_by(Conversation.id)
        )
    ).all()
    for talk in talks:
        await transfer(tx, talk, agent=agent, to=None)
    return len(talks)


async def _pass_cases_on(tx: Transaction, agent: Agent, *, by: Agent | None) -> tuple[int, int]:
    """To whoever would have been chosen had the case come in now. Without anybody it is nobody's, and the worker goes on."""
    cases = await tx.scalars(
        select(Case).where(Case.owner_id == agent.id, Case.closed_at.is_(None)).order_by(Case.priority, Case.id)
    )
    given = unowned = 0
    actor = Actor.agent(by.id, "supervisor") if by else Actor("system", "system")
    for case in cases.all():
        await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
        await tx.refresh(case)
        to = await choose_successor(tx, case)
        if to is not None and (case.state != "internal_review" or await may_review(tx, case, to)):
            await own(tx, case, to, actor=actor)
            given += 1
            await _give_remedies(tx, case, agent, to)
        else:
            await disown(tx, case, actor=actor)
            unowned += 1
    return given, unowned


async def _give_remedies(tx: Transaction, case: Case, agent: Agent, to: Agent) -> None:
    mine = (RemedyItem.case_id == case.id, RemedyItem.owner_id == agent.id, RemedyItem.done_at.is_(None))
    await change(tx, update(RemedyItem).where(*mine).values(owner_id=to.id))
