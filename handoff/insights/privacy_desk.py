"""What the privacy officer looks at: holds, requests, what is due to go, and whether the event log holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from handoff.cases import Case
from handoff.db import Transaction, keys
from handoff.errors import Erased, NotFound
from handoff.insights.sight import untouched
from handoff.privacy.auditing import AuditCheck, latest_check
from handoff.privacy.holding import holds_on
from handoff.privacy.models import ErasureItem, ErasureRequest, Hold, Keeping
from handoff.privacy.requesting import against, items_of
from handoff.privacy.sweeping import Sweep
from handoff.staff import Agent

SOON = timedelta(days=30)
MOST = 200


@dataclass(frozen=True)
class HoldLine:
    """A hold with the case it is about, when it is about one, and who placed and who wants to lift it."""

    hold: Hold
    case: Case | None
    by: Agent | None
    lift_asked_by: Agent | None


@dataclass(frozen=True)
class DueLine:
    """A case whose time is over within 30 days; `holds` stand against it."""

    case: Case
    keeping: Keeping
    holds: Sequence[str]


@dataclass(frozen=True)
class RequestLine:
    request: ErasureRequest
    asked_by: str | None
    decided: int
    items: int


@dataclass(frozen=True)
class ItemLine:
    """One case of a request; `against`: grounds that forbid erasing it now."""

    item: ErasureItem
    case: Case
    against: Sequence[str]


@dataclass(frozen=True)
class Request:
    request: ErasureRequest
    asked_by: str | None
    answer: str | None
    items: Sequence[ItemLine]


@dataclass(frozen=True)
class Overview:
    open_requests: int
    holds: Sequence[HoldLine]
    due: Sequence[DueLine]
    sweep: Sweep | None
    check: AuditCheck | None


async def overview(tx: Transaction, agent: Agent) -> Overview:
    requests = [line for line in await requests_of(tx) if line.request.answered_at is None]
    sweep = await tx.scalar(select(Sweep).order_by(Sweep.hour.desc()).limit(1))
    return Overview(
        len(requests), await running_holds(tx, agent), await due_soon(tx, agent), sweep, await latest_check(tx)
    )


async def running_holds(tx: Transaction, agent: Agent, *, case: Case | None = None) -> list[HoldLine]:
    """Those in force, the next review first; with `case` those on it by name."""
    query = select(Hold).where(Hold.lifted_at.is_(None)).order_by(Hold.review_at, Hold.id).limit(MOST)
    if case is not None:
        query = query.where(Hold.scope == "case", Hold.target == str(case.id))
    rows = (await tx.scalars(query)).all()
    ids = [int(row.target) for row in rows if row.scope == "case"]
    cases = {found.id: found for found in await tx.scalars(select(Case).where(Case.id.in_(ids), untouched(agent)))}
    people = {person.id: person for person in await tx.scalars(select(Agent))}
    lines = []
    for row in rows:
        about = cases.get(int(row.target)) if row.scope == "case" else None
        if row.scope != "case" or about is not None:
            lines.append(HoldLine(row, about, people.get(row.by_id or 0), people.get(row.lift_asked_by_id or 0)))
    return lines


async def due_soon(tx: Transaction, agent: Agent) -> list[DueLine]:
    until = tx.clock.now() + SOON
    query = select(Case, Keeping).join(Keeping, Keeping.case_id == Case.id)
    query = query.where(Keeping.purge_at <= until, Keeping.purged_at.is_(None), untouched(agent))
    rows = (await tx.execute(query.order_by(Keeping.purge_at).limit(MOST))).tuples().all()
    return [DueLine(case, keeping, await holds_on(tx, case)) for case, keeping in rows]


async def requests_of(tx: Transaction) -> list[RequestLine]:
    """Open ones first, by the day on which the answer is due."""
    rows = await tx.scalars(
        select(ErasureRequest).order_by(ErasureRequest.answered_at.is_not(None), ErasureRequest.due_at).limit(MOST)
    )
    lines = []
    for row in rows.all():
        items = await items_of(tx, row)
        decided = sum(item.decision is not None for item in items)
        lines.append(RequestLine(row, await _text(tx, row, row.asked_by), decided, len(items)))
    return lines


async def request_for(tx: Transaction, agent: Agent, request_id: int) -> Request:
    """A request with what was found. Raises `NotFound`. Cases in which the reader has a stake are left out."""
    row = await tx.get(ErasureRequest, request_id)
    if row is None:
        raise NotFound
    items = []
    for item in await items_of(tx, row):
        case = await tx.scalar(select(Case).where(Case.id == item.case_id, untouched(agent)))
        if case is not None:
            items.append(ItemLine(item, case, [] if item.decision == "erase" else await against(tx, case)))
    return Request(row, await _text(tx, row, row.asked_by), await _text(tx, row, row.answer), items)


async def _text(tx: Transaction, row: ErasureRequest, blob: bytes | None) -> str | None:
    try:
        return await keys.unseal(tx, row.key_owner, blob)
    except Erased:
        return None
