"""What a member of staff comes to. Whoever has a stake in a case sees nothing of it, whatever their role.

Which cases a role comes to stands in permissions.yaml; how much of one it reads, handoff/insights/views.py says.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, CompoundSelect, Select, String, and_, cast, false, or_, select, true
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import AliasedClass

from handoff.cases import Case
from handoff.cases.numbering import read_number
from handoff.cases.records import Declaration
from handoff.conversations import Attachment, Conversation
from handoff.db import Transaction
from handoff.errors import NotFound
from handoff.insights.facts.models import CaseFact
from handoff.policy.permissions import Scope
from handoff.privacy.models import Keeping, Naming
from handoff.staff import Agent

Cases = type[Case] | AliasedClass[Case]


def untouched(agent: Agent, case: Cases = Case) -> ColumnElement[bool]:
    """Cases that are neither about this person nor about whom they report to or lead, and in which they declared no stake."""
    declared = select(Declaration.case_id).where(Declaration.agent_id == agent.id, Declaration.stake)
    return and_(or_(case.subject_id.is_(None), case.subject_id.not_in(_line(agent))), case.id.not_in(declared))


async def closed_to(tx: Transaction, agent: Agent, case_id: int) -> bool:
    """Whether this person has a stake in the case: then they hear nothing of it either."""
    return await tx.scalar(select(Case.id).where(Case.id == case_id, untouched(agent))) is None


def seen_cases(tx: Transaction, agent: Agent) -> ColumnElement[bool]:
    """The cases that one of their roles comes to, without those that are not for them."""
    scopes = tx.policy.permissions.scopes(agent.roles)
    return and_(_for_them(tx, agent, Case), or_(false(), *(_within(scope, agent, Case) for scope in scopes)))


def counted_cases(tx: Transaction, agent: Agent) -> ColumnElement[bool]:
    """The cases of which figures may tell them: numbers without names, so more roles than read the cases."""
    width = tx.policy.permissions.figures(agent.roles)
    if width == "all":
        return untouched(agent)
    elif width == "seen":
        return seen_cases(tx, agent)
    else:
        return false()


def kept_from(agent: Agent) -> CompoundSelect[tuple[int]]:
    """The ids of the cases that are not for this person, whatever their role: for figures that are shown to one person."""
    declared = select(Declaration.case_id).where(Declaration.agent_id == agent.id, Declaration.stake)
    # Two looks instead of one "or": each is answered from an index, however many cases there are.
    return select(CaseFact.case_id).where(CaseFact.subject_id.in_(_line(agent))).union(declared)


def seen_talks(tx: Transaction, query: Select[tuple[Conversation]], agent: Agent) -> Select[tuple[Conversation]]:
    """Talks that wait, their own, and those of cases they answer for; for who sees all cases, all."""
    case = aliased(Case)
    scopes = tx.policy.permissions.scopes(agent.roles)
    query = query.outerjoin(case, case.id == Conversation.case_id)
    query = query.where(or_(case.id.is_(None), _for_them(tx, agent, case)))
    if Scope.ALL in scopes:
        return query
    mine = [Conversation.agent_id == agent.id, case.owner_id == agent.id]
    if Scope.WAITING in scopes:
        mine.append(Conversation.speaker == "queue")
    if Scope.SAFETY in scopes:
        mine.append(and_(Conversation.speaker == "queue", Conversation.handover_reason == "safety"))
    mine += [and_(case.id.is_not(None), _within(scope, agent, case)) for scope in scopes & WITH_THEIR_TALK]
    return query.where(or_(*mine))


async def case_for(tx: Transaction, agent: Agent, number: str) -> Case:
    """The case with this number. Raises `NotFound` also when it is there and this person may not see it."""
    clean = read_number(number)
    case = await tx.scalar(select(Case).where(Case.number == clean, seen_cases(tx, agent))) if clean else None
    if case is None:
        raise NotFound("There is no case with this number that you may see.")
    return case


async def registered_case(tx: Transaction, agent: Agent, number: str) -> Case:
    """A case that this person registered for somebody: they come to its receipt, whether they may read it or not."""
    clean, by = read_number(number), f"agent:{agent.id}"
    query = select(Case).where(Case.number == clean, or_(seen_cases(tx, agent), Case.received_by == by))
    case = await tx.scalar(query) if clean else None
    if case is None:
        raise NotFound("There is no case with this number that you may see.")
    return case


async def talk_for(tx: Transaction, agent: Agent, conversation_id: int) -> Conversation:
    """The talk with this id. Raises `NotFound` also when it is there and this person may not see it."""
    query = seen_talks(tx, select(Conversation).where(Conversation.id == conversation_id), agent)
    if (conversation := await tx.scalar(query)) is None:
        raise NotFound("This talk is not there, or somebody else has taken it.")
    return conversation


async def file_for(tx: Transaction, agent: Agent, attachment_id: int) -> Attachment:
    """A file of a talk or a case that this person may see, else `NotFound`. Whether they may read it, views say."""
    attachment = await tx.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound
    elif attachment.case_id and await tx.scalar(
        select(Case.id).where(Case.id == attachment.case_id, seen_cases(tx, agent))
    ):
        return attachment
    elif attachment.conversation_id is None:
        raise NotFound
    await talk_for(tx, agent, attachment.conversation_id)
    return attachment


WITH_THEIR_TALK = frozenset({Scope.STAGE_2, Scope.SAFETY, Scope.NAMED, Scope.DECIDING})


def _for_them(tx: Transaction, agent: Agent, case: Cases) -> ColumnElement[bool]:
    """No stake; a case about staff only for a role that reads such a file under some condition; none locked from daily use."""
    permissions, rules = tx.policy.permissions, [untouched(agent, case)]
    if not permissions.ever(agent.roles, "staff_subject"):
        rules.append(~_flagged(case, "staff_subject"))
    if not permissions.allows(agent.roles, "read_restricted"):
        rules.append(case.id.not_in(select(Keeping.case_id).where(Keeping.restricted_at.is_not(None))))
    return and_(*rules)


def _within(scope: Scope, agent: Agent, case: Cases) -> ColumnElement[bool]:
    match scope:
        case Scope.OWN:
            return case.owner_id == agent.id
        case Scope.WAITING:
            return case.owner_id.is_(None)
        case Scope.TEAM:
            return case.owner_id.in_(
                select(Agent.id).where(Agent.manager_id.is_not(None), Agent.manager_id == agent.manager_id)
            )
        case Scope.DECIDING:
            return case.state == "decision_pending"
        case Scope.STAGE_2:
            return or_(case.stage >= 2, case.state == "internal_review")
        case Scope.SAFETY:
            return _flagged(case, "safety")
        case Scope.NAMED:
            return case.id.in_(select(Naming.case_id).where(Naming.agent_id == agent.id, Naming.ended_at.is_(None)))
        case Scope.ALL:
            return true()


def _flagged(case: Cases, flag: str) -> ColumnElement[bool]:
    # A list of codes in JSON, the same text on both databases.
    return cast(case.flags, String).contains(f'"{flag}"', autoescape=True)


def _line(agent: Agent) -> Select[tuple[int]]:
    """The person, whom they report to, and who reports to them."""
    return select(Agent.id).where(
        or_(Agent.id.in_((agent.id, agent.manager_id or agent.id)), Agent.manager_id == agent.id)
    )
