"""What a member of staff may see. Whoever has a stake in a case sees nothing of it, whatever their role."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from handoff.cases import Case
from handoff.cases.numbering import read_number
from handoff.conversations import Attachment, Conversation
from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.staff import Agent, may_lead


def untouched(agent: Agent) -> ColumnElement[bool]:
    """Cases that are neither about this person nor about whom they report to or lead."""
    return or_(Case.subject_id.is_(None), Case.subject_id.not_in(_line(agent)))


def seen_cases(agent: Agent) -> ColumnElement[bool]:
    """Their own cases, those without an owner, those of their team, those to be approved; for who leads, all."""
    if may_lead(agent.roles):
        return untouched(agent)
    team = select(Agent.id).where(Agent.manager_id.is_not(None), Agent.manager_id == agent.manager_id)
    approving = Case.state == "decision_pending" if "approver" in agent.roles else Case.owner_id == agent.id
    mine = or_(Case.owner_id.is_(None), Case.owner_id == agent.id, Case.owner_id.in_(team), approving)
    return and_(untouched(agent), mine)


def seen_talks(query: Select[tuple[Conversation]], agent: Agent) -> Select[tuple[Conversation]]:
    """Talks that wait, their own, and those of cases they answer for; for who leads, all."""
    case = aliased(Case)
    query = query.outerjoin(case, case.id == Conversation.case_id).where(
        or_(case.subject_id.is_(None), case.subject_id.not_in(_line(agent)))
    )
    if may_lead(agent.roles):
        return query
    return query.where(
        or_(Conversation.speaker == "queue", Conversation.agent_id == agent.id, case.owner_id == agent.id)
    )


async def case_for(tx: Transaction, agent: Agent, number: str) -> Case:
    """The case with this number. Raises `NotFound` also when it is there and this person may not see it."""
    clean = read_number(number)
    case = await tx.scalar(select(Case).where(Case.number == clean, seen_cases(agent))) if clean else None
    if case is None:
        raise NotFound("There is no case with this number that you may see.")
    return case


async def talk_for(tx: Transaction, agent: Agent, conversation_id: int) -> Conversation:
    """The talk with this id. Raises `NotFound` also when it is there and this person may not see it."""
    query = seen_talks(select(Conversation).where(Conversation.id == conversation_id), agent)
    if (conversation := await tx.scalar(query)) is None:
        raise NotFound("This talk is not there, or somebody else has taken it.")
    return conversation


async def file_for(tx: Transaction, agent: Agent, attachment_id: int) -> Attachment:
    """A file of a talk or a case that this person may see, else `NotFound`."""
    attachment = await tx.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound
    elif attachment.case_id and await tx.scalar(
        select(Case.id).where(Case.id == attachment.case_id, seen_cases(agent))
    ):
        return attachment
    elif attachment.conversation_id is None:
        raise NotFound
    await talk_for(tx, agent, attachment.conversation_id)
    return attachment


def _line(agent: Agent) -> Select[tuple[int]]:
    """The person, whom they report to, and who reports to them."""
    return select(Agent.id).where(
        or_(Agent.id.in_((agent.id, agent.manager_id or agent.id)), Agent.manager_id == agent.id)
    )
