"""Cases as a desk lists them: what is due next, whose they are, what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select

from handoff.cases import Case, Issue, Party
from handoff.cases.numbering import read_number
from handoff.cases.parties import complainant_of
from handoff.db import Transaction
from handoff.errors import Erased
from handoff.i18n import search_key
from handoff.insights.masking import name_seen
from handoff.insights.sight import seen_cases
from handoff.insights.views import views_of
from handoff.sla.models import Deadline
from handoff.staff import Agent

MOST = 200  # lines in one list
NAMES_READ = 400  # newest cases whose sealed names are read when searching by a name


@dataclass(frozen=True)
class CaseLine:
    """One case in a list. `due` is the next promise that is neither kept nor called off."""

    case: Case
    owner: Agent | None
    name: str | None
    topics: tuple[str, ...]
    due: Deadline | None


async def cases_owned_by(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """Their open cases, by what is due next."""
    return await _listed(tx, agent, and_(Case.owner_id == agent.id, Case.closed_at.is_(None)))


async def team_cases(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """All open cases they may see, by what is due next."""
    return await _listed(tx, agent, Case.closed_at.is_(None))


async def unowned_cases(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """Registered, and nobody answers for them yet."""
    return await _listed(tx, agent, and_(Case.owner_id.is_(None), Case.closed_at.is_(None)))


async def overdue_cases(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """Open cases with a promise that is late, the latest first."""
    late = select(Deadline.case_id).where(
        Deadline.due_at < tx.clock.now(), Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None)
    )
    return await _listed(tx, agent, and_(Case.id.in_(late), Case.closed_at.is_(None)))


async def waiting_for_approval(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """Decisions that somebody proposed and another person has to approve."""
    return await _listed(tx, agent, Case.state == "decision_pending")


async def closed_cases(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """What was closed, newest first."""
    query = select(Case).where(seen_cases(tx, agent), Case.closed_at.is_not(None)).order_by(Case.closed_at.desc())
    return await _lines(tx, agent, (await tx.scalars(query.limit(MOST))).all())


async def search_cases(tx: Transaction, agent: Agent, words: str) -> list[CaseLine]:
    """By case number, by the complainant's full e-mail address, or by a part of their name.

    By whom it is, only for roles that read who somebody is: a search tells it too.
    """
    knows = tx.policy.permissions.ever(agent.roles, "identity")
    if number := read_number(words):
        query = select(Case).where(seen_cases(tx, agent), Case.number == number)
    elif not knows:
        return []
    elif "@" in words:
        printed = tx.sealer.fingerprint(words.strip().lower())
        with_address = select(Party.case_id).where(Party.email_print == printed)
        query = select(Case).where(seen_cases(tx, agent), Case.id.in_(with_address))
    else:
        return await _named(tx, agent, search_key(words))
    return await _lines(tx, agent, (await tx.scalars(query.order_by(Case.id.desc()).limit(MOST))).all())


async def same_person(tx: Transaction, agent: Agent, case: Case) -> list[CaseLine]:
    """Other cases of the complainant of `case`, known by their e-mail address; for who may know them."""
    if not tx.policy.permissions.ever(agent.roles, "identity"):
        return []
    prints = select(Party.email_print).where(Party.case_id == case.id, Party.email_print.is_not(None))
    theirs = select(Party.case_id).where(Party.email_print.in_(prints))
    query = select(Case).where(seen_cases(tx, agent), Case.id.in_(theirs), Case.id != case.id)
    return await _lines(tx, agent, (await tx.scalars(query.order_by(Case.id.desc()).limit(20))).all())


async def next_due(tx: Transaction, case_ids: Sequence[int]) -> dict[int, Deadline]:
    """For each case the earliest promise that is open."""
    rows = await tx.scalars(
        select(Deadline)
        .where(Deadline.case_id.in_(case_ids), Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None))
        .order_by(Deadline.due_at.desc(), Deadline.id.desc())
    )
    return {row.case_id: row for row in rows}  # the last written is the earliest


async def _listed(tx: Transaction, agent: Agent, which: ColumnElement[bool]) -> list[CaseLine]:
    query = select(Case).where(seen_cases(tx, agent), which).order_by(Case.received_at).limit(MOST)
    lines = await _lines(tx, agent, (await tx.scalars(query)).all())
    return sorted(lines, key=lambda line: (line.due is None, line.due.due_at if line.due else line.case.received_at))


async def _named(tx: Transaction, agent: Agent, wanted: str) -> list[CaseLine]:
    if len(wanted) < 2:
        return []
    query = select(Case).where(seen_cases(tx, agent), or_(Case.anonymous.is_(False), Case.anonymous.is_(None)))
    newest = (await tx.scalars(query.order_by(Case.id.desc()).limit(NAMES_READ))).all()
    names = {case.id: await _name(tx, case) for case in newest}
    return await _lines(tx, agent, [case for case in newest if wanted in search_key(names[case.id] or "")])


async def _lines(tx: Transaction, agent: Agent, cases: Sequence[Case]) -> list[CaseLine]:
    ids = [case.id for case in cases]
    owners = {a.id: a for a in await tx.scalars(select(Agent).where(Agent.id.in_({case.owner_id for case in cases})))}
    topics: dict[int, list[str]] = {}
    for issue in await tx.scalars(select(Issue).where(Issue.case_id.in_(ids)).order_by(Issue.id)):
        topics.setdefault(issue.case_id, []).append(issue.topic)
    due, views = await next_due(tx, ids), await views_of(tx, agent, cases)
    return [
        CaseLine(
            case,
            owners.get(case.owner_id or 0),
            name_seen(await _name(tx, case), views[case.id]),
            tuple(topics.get(case.id, ())),
            due.get(case.id),
        )
        for case in cases
    ]


async def _name(tx: Transaction, case: Case) -> str | None:
    try:
        return (await complainant_of(tx, case)).name
    except Erased:
        return None
