"""Who may take a talk, and who should: able, without a stake in it, the least busy, then the longest idle."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select

from handoff.assignment.models import Offer
from handoff.assignment.presence import presence_of
from handoff.cases import Case
from handoff.cases.competence import competent
from handoff.cases.keeping_out import kept_out
from handoff.cases.looking_up import issues_of
from handoff.conversations import Conversation
from handoff.db import Transaction
from handoff.staff import Agent

ROLES = frozenset({"agent", "investigator", "supervisor"})
CATEGORY = re.compile(r"C\d\d")
NEVER = datetime.min.replace(tzinfo=UTC)


async def choose(tx: Transaction, conversation: Conversation) -> Agent | None:
    """The person to whom a waiting talk is offered next, held so that nobody else can give them another one meanwhile.

    The owner of its case comes first, then who has learnt what it needs, then who knows its topics, then the least busy, then
    the longest idle. Whoever let this talk pass since it began to wait is not asked again.
    """
    passed = await passed_by(tx, conversation)
    case = await tx.get(Case, conversation.case_id) if conversation.case_id else None
    people = [agent for agent in await able(tx, conversation, case) if agent.id not in passed]
    loads = await talk_loads(tx, people)
    owner = case.owner_id if case else None
    topics = [issue.topic for issue in await issues_of(tx, case)] if case else []
    trained = await competent(tx, case) if case else None
    ordered = sorted(
        people,
        key=lambda agent: (
            agent.id != owner,
            trained is not None and agent.id not in trained,
            not all(knows(tx, agent, topic) for topic in topics),
            loads[agent.id],
            agent.assigned_at or NEVER,
            agent.id,
        ),
    )
    for agent in ordered:
        if loads[agent.id] < agent.capacity and await _hold(tx, agent):
            return agent
    return None


async def able(tx: Transaction, conversation: Conversation, case: Case | None) -> Sequence[Agent]:
    """People at the desk who may take this talk, busy or not."""
    return [
        agent
        for agent in await at_the_desk(tx)
        if fits(tx, agent, conversation) and await has_no_stake(tx, agent, case)
    ]


async def at_the_desk(tx: Transaction) -> Sequence[Agent]:
    now = tx.clock.now()
    found = await tx.scalars(select(Agent).where(Agent.active, Agent.presence == "online"))
    return [agent for agent in found if presence_of(agent, now) == "online"]


def fits(tx: Transaction, agent: Agent, conversation: Conversation) -> bool:
    return speaks(agent, conversation.language) and knows(tx, agent, conversation.skill)


def speaks(agent: Agent, language: str) -> bool:
    return not ROLES.isdisjoint(agent.roles) and language in agent.languages


def knows(tx: Transaction, agent: Agent, topic: str | None) -> bool:
    """Whether they know the topic: who lists no skills knows all. Skills are categories (C02) or names of the policy."""
    if topic is None or not agent.skills:
        return True
    category = topic.partition(".")[0]
    categories = {skill for skill in agent.skills if CATEGORY.fullmatch(skill)}
    needed = tx.policy.organisation.skills_for((topic,))
    return category in categories or ((not categories or bool(needed)) and needed <= set(agent.skills))


async def has_no_stake(tx: Transaction, agent: Agent, case: Case | None) -> bool:
    """Not the one complained about, nor in their direct line; and of a file about staff only who may read such a file."""
    return case is None or may_deal(tx, agent, case, (await kept_out(tx, [case]))[case.id])


def may_deal(tx: Transaction, agent: Agent, case: Case, out: Collection[int]) -> bool:
    """The same, for who has asked already whom to keep out."""
    about_staff = "staff_subject" in case.flags
    return agent.id not in out and (not about_staff or tx.policy.permissions.ever(agent.roles, "staff_subject"))


async def talk_loads(tx: Transaction, people: Sequence[Agent], *, but_for: int | None = None) -> Mapping[int, int]:
    """How many live talks and open offers each has; an offer of the talk `but_for` does not count."""
    ids = [agent.id for agent in people]
    talks = await tx.execute(
        select(Conversation.agent_id, func.count())
        .where(Conversation.speaker == "agent", Conversation.agent_id.in_(ids))
        .group_by(Conversation.agent_id)
    )
    offers = await tx.execute(
        select(Offer.agent_id, func.count())
        .where(Offer.open_for.is_not(None), Offer.open_for != (but_for or 0), Offer.agent_id.in_(ids))
        .group_by(Offer.agent_id)
    )
    loads = dict.fromkeys(ids, 0)
    counts: list[Any] = [*talks, *offers]
    for agent_id, count in counts:
        loads[agent_id] += count
    return loads


async def _hold(tx: Transaction, agent: Agent) -> bool:
    """Lock the person's row until the commit and count again. Who is being given another talk right now is passed over."""
    held = await tx.scalar(
        select(Agent.id).where(Agent.id == agent.id).with_for_update(skip_locked=True, key_share=True)
    )
    return held is not None and (await talk_loads(tx, [agent]))[agent.id] < agent.capacity


async def passed_by(tx: Transaction, conversation: Conversation) -> set[int]:
    """Who was offered this talk since it began to wait, and did not take it."""
    since = conversation.queued_at or NEVER
    rows = await tx.scalars(
        select(Offer.agent_id).where(
            Offer.conversation_id == conversation.id,
            Offer.offered_at >= since,
            (Offer.lapsed_at.is_not(None)) | (Offer.declined_at.is_not(None)),
        )
    )
    return set(rows)
