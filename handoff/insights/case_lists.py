"""The lists of cases of a desk, page by page: the open ones by what is due next, the closed ones by when they were closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import aliased

from handoff.cases import Case, Party
from handoff.db import Transaction
from handoff.insights.case_lines import CaseLine, lines_of, still_open
from handoff.insights.paging import PAGE, Page, Place, after
from handoff.insights.sight import seen_cases
from handoff.sla.models import Deadline
from handoff.staff import Agent

DUE, REST, CLOSED = "d", "r", "c"  # phases of a list: with a promise, without one, closed
OF_ONE_PERSON = 20
APPROVALS = 50


async def list_cases(tx: Transaction, agent: Agent, view: str, place: Place | None = None) -> Page[CaseLine]:
    """A page of the list called mine, unowned, overdue, approval, all or closed, of what this person may see."""
    if view == "closed":
        return await _closed(tx, agent, place)
    open_ones = and_(Case.closed_at.is_(None), seen_cases(tx, agent), _which(agent)[view])
    late_only = view == "overdue"
    cases: list[Case] = []
    further: Place | None = None
    if place is None or place.phase == DUE:
        cases, further = await _by_due(tx, open_ones, place, late_only=late_only)
    if len(cases) < PAGE and not late_only:
        behind = place if place is not None and place.phase == REST else None
        rest, further = await _without_date(tx, open_ones, behind, PAGE - len(cases))
        cases += rest
    return Page(await lines_of(tx, agent, cases), further)


async def waiting_for_approval(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """Decisions that somebody proposed and another person has to approve, the longest waiting first."""
    query = select(Case).where(Case.state == "decision_pending", seen_cases(tx, agent))
    rows = await tx.scalars(query.order_by(Case.state_entered_at, Case.id).limit(APPROVALS))
    return await lines_of(tx, agent, rows.all())


async def team_cases(tx: Transaction, agent: Agent) -> list[CaseLine]:
    """The open cases they may see whose dates come first."""
    return list((await list_cases(tx, agent, "all")).lines)


async def same_person(tx: Transaction, agent: Agent, case: Case) -> list[CaseLine]:
    """Other cases of the complainant of `case`, known by their e-mail address; for who may know them."""
    if not tx.policy.permissions.ever(agent.roles, "identity"):
        return []
    prints = select(Party.email_print).where(Party.case_id == case.id, Party.email_print.is_not(None))
    theirs = select(Party.case_id).where(Party.email_print.in_(prints))
    query = select(Case).where(seen_cases(tx, agent), Case.id.in_(theirs), Case.id != case.id)
    return await lines_of(tx, agent, (await tx.scalars(query.order_by(Case.id.desc()).limit(OF_ONE_PERSON))).all())


def _which(agent: Agent) -> Mapping[str, ColumnElement[bool]]:
    return {
        "mine": Case.owner_id == agent.id,
        "unowned": Case.owner_id.is_(None),
        "approval": Case.state == "decision_pending",
        "overdue": true(),  # of the open ones; to say it twice would mislead the database about how many there are
        "all": true(),
    }


async def _by_due(
    tx: Transaction, which: ColumnElement[bool], place: Place | None, *, late_only: bool
) -> tuple[list[Case], Place | None]:
    """Each case at its earliest open promise. The database walks along the dates and stops when the page is full."""
    earlier = aliased(Deadline)
    first = (
        ~select(earlier.id)
        .where(
            earlier.case_id == Deadline.case_id,
            still_open(earlier),
            or_(earlier.due_at < Deadline.due_at, and_(earlier.due_at == Deadline.due_at, earlier.id < Deadline.id)),
        )
        .exists()
    )
    query = select(Case, Deadline.due_at, Deadline.id).join(Case, Case.id == Deadline.case_id)
    query = query.where(still_open(Deadline), which, first, *after(place, Deadline.due_at, Deadline.id))
    if late_only:
        query = query.where(Deadline.due_at < tx.clock.now())
    rows = (await tx.execute(query.order_by(Deadline.due_at, Deadline.id).limit(PAGE + 1))).all()
    page = rows[:PAGE]
    further = Place(DUE, page[-1][1], page[-1][2]) if len(rows) > PAGE else None
    return [row[0] for row in page], further


async def _without_date(
    tx: Transaction, which: ColumnElement[bool], place: Place | None, most: int
) -> tuple[Sequence[Case], Place | None]:
    """Cases for which nothing is promised at the moment, the longest waiting first."""
    promised = select(Deadline.id).where(Deadline.case_id == Case.id, still_open(Deadline)).exists()
    query = select(Case).where(which, ~promised, *after(place, Case.received_at, Case.id))
    rows = (await tx.scalars(query.order_by(Case.received_at, Case.id).limit(most + 1))).all()
    page = rows[:most]
    return page, Place(REST, page[-1].received_at, page[-1].id) if len(rows) > most else None


async def _closed(tx: Transaction, agent: Agent, place: Place | None) -> Page[CaseLine]:
    query = select(Case).where(seen_cases(tx, agent), Case.closed_at.is_not(None))
    query = query.where(*after(place, Case.closed_at, Case.id, newest_first=True))
    rows = (await tx.scalars(query.order_by(Case.closed_at.desc(), Case.id.desc()).limit(PAGE + 1))).all()
    page = rows[:PAGE]
    further = Place(CLOSED, page[-1].closed_at, page[-1].id) if len(rows) > PAGE and page[-1].closed_at else None
    return Page(await lines_of(tx, agent, page), further)
