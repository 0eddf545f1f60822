"""Every open case has one owner: the person who takes its talk, else somebody chosen like for a talk, by open cases."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from handoff.assignment.choosing import NEVER, at_the_desk, has_no_stake, knows, may_deal, speaks
from handoff.assignment.presence import presence_of
from handoff.cases import Case, Issue
from handoff.cases.competence import is_competent, trainings_needed
from handoff.cases.events import CaseOpened
from handoff.cases.finding_reviewer import choose_reviewer
from handoff.cases.keeping_out import kept_out
from handoff.cases.looking_up import cases_of_conversation
from handoff.cases.moving import SYSTEM, Actor
from handoff.cases.owning import own
from handoff.conversations import Conversation
from handoff.conversations.events import ConversationTaken
from handoff.db import Transaction
from handoff.events import hold
from handoff.policy import Duration, Unit
from handoff.sla.business_hours import work_calendar
from handoff.staff import Agent
from handoff.staff.learning import trained

# So long only people at the desk are asked; then anybody who works here.
PRESENT_ONLY = Duration(2, Unit.WORKING_HOUR)


async def own_taken(tx: Transaction, event: ConversationTaken) -> None:
    """Whoever takes a talk answers for its cases that nobody answers for yet."""
    agent = await tx.get_one(Agent, event.agent_id)
    conversation = await tx.get_one(Conversation, event.conversation_id)
    cases = {case.id: case for case in await cases_of_conversation(tx, conversation.id)}
    if conversation.case_id is not None:
        cases.setdefault(conversation.case_id, await tx.get_one(Case, conversation.case_id))
    for case in cases.values():
        await _own_if_free(tx, case, agent)


async def own_told(tx: Transaction, event: CaseOpened) -> None:
    """A complaint that was told to a person in a talk is theirs."""
    conversation = await tx.get(Conversation, event.conversation_id) if event.conversation_id else None
    if conversation is not None and conversation.speaker == "agent" and conversation.agent_id is not None:
        await _own_if_free(tx, await tx.get_one(Case, event.case_id), await tx.get_one(Agent, conversation.agent_id))


async def ownerless(tx: Transaction, limit: int) -> Sequence[int]:
    """Open cases for which nobody answers and somebody could, the most pressing first.

    One whose talk waits for a person belongs to whoever takes the talk.
    """
    waits = select(Conversation.case_id).where(Conversation.speaker == "queue", Conversation.case_id.is_not(None))
    query = select(Case).where(_masterless(), Case.closed_at.is_(None), Case.id.not_in(waits))
    cases = (await tx.scalars(query.order_by(Case.priority, Case.received_at).limit(limit))).all()
    if not await at_the_desk(tx):
        cases = [
            case for case in cases if case.state == "internal_review" or _anybody(tx, case)
        ]  # the others need not be looked at: nobody is here
    known = await _know(tx, cases)
    return [case.id for case in cases if await _choose(tx, case, known)]


async def find_owner(tx: Transaction, case_id: int) -> None:
    """Give the case to somebody, if there is anybody who may have it."""
    case = await tx.get_one(Case, case_id)
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    await tx.refresh(case)
    masterless = await tx.scalar(select(Case.id).where(Case.id == case.id, _masterless()))
    if masterless and (agent := await _choose(tx, case, await _know(tx, [case]))):
        await own(tx, case, agent, actor=SYSTEM)


async def choose_successor(tx: Transaction, case: Case) -> Agent | None:
    """Who goes on with a case whose owner leaves: somebody who is here, else anybody who works here."""
    known = await _know(tx, [case])
    return await _choose(tx, case, known) or await _choose(tx, case, known, absent_too=True)


async def case_loads(tx: Transaction, people: Sequence[Agent]) -> Mapping[int, int]:
    """How many open cases each answers for."""
    rows = await tx.execute(
        select(Case.owner_id, func.count())
        .where(Case.closed_at.is_(None), Case.owner_id.in_([agent.id for agent in people]))
        .group_by(Case.owner_id)
    )
    return {**dict.fromkeys((agent.id for agent in people), 0), **{row[0]: row[1] for row in rows.all()}}


@dataclass(frozen=True)
class Known:
    """What is asked once, however many cases look for somebody."""

    staff: Sequence[Agent]
    present: Sequence[Agent]
    loads: Mapping[int, int]
    topics: Mapping[int, Sequence[str]]
    kept_out: Mapping[int, Collection[int]]
    competent: Mapping[frozenset[str], Collection[int]]  # who has passed all of these trainings


async def _know(tx: Transaction, cases: Collection[Case]) -> Known:
    if not cases:
        return Known((), (), {}, {}, {}, {})
    staff, now = await _staff(tx), tx.clock.now()
    present = [agent for agent in staff if presence_of(agent, now) == "online"]
    topics: dict[int, list[str]] = {case.id: [] for case in cases}
    rows = await tx.execute(select(Issue.case_id, Issue.topic).where(Issue.case_id.in_(topics)).order_by(Issue.id))
    for case_id, topic in rows.tuples():
        topics[case_id].append(topic)
    needed = {trainings_needed(tx, case) for case in cases} - {frozenset()}
    competent = {modules: await trained(tx, modules) for modules in needed}
    return Known(staff, present, await case_loads(tx, staff), topics, await kept_out(tx, cases), competent)


async def _choose(tx: Transaction, case: Case, known: Known, *, absent_too: bool = False) -> Agent | None:
    if case.state == "internal_review":
        return await choose_reviewer(tx, case)
    most = tx.policy.organisation.cases_at_once
    able = [
        agent
        for agent in (known.staff if absent_too or _anybody(tx, case) else known.present)
        if known.loads[agent.id] < most
        and speaks(agent, case.language)
        and all(knows(tx, agent, topic) for topic in known.topics[case.id])
        and may_deal(tx, agent, case, known.kept_out[case.id])
        and agent.id in known.competent.get(trainings_needed(tx, case), {agent.id})
    ]
    # Supervisors have the whole in view: they get a case of their own only when nobody else can take it.
    return min(
        able,
        key=lambda agent: ("supervisor" in agent.roles, known.loads[agent.id], agent.assigned_at or NEVER, agent.id),
        default=None,
    )


def _masterless() -> ColumnElement[bool]:
    """Nobody answers for it, or somebody who left in the very moment in which they took it."""
    return or_(Case.owner_id.is_(None), Case.owner_id.in_(select(Agent.id).where(~Agent.active)))


async def _staff(tx: Transaction) -> Sequence[Agent]:
    return (await tx.scalars(select(Agent).where(Agent.active))).all()


def _anybody(tx: Transaction, case: Case) -> bool:
    calendar = work_calendar(tx.policy.calendars[case.calendar])
    return tx.clock.now() >= calendar.due(case.registered_at, PRESENT_ONLY)


async def _own_if_free(tx: Transaction, case: Case, agent: Agent) -> None:
    """Whoever speaks with somebody in danger goes on speaking; the case itself waits for somebody who has learnt that."""
    if (
        case.owner_id is None
        and case.is_open
        and await has_no_stake(tx, agent, case)
        and await is_competent(tx, case, agent.id)
    ):
        await own(tx, case, agent, actor=Actor.agent(agent.id))
