"""Keep the facts up with the events. What a tick does not see (a transaction that took long) the next ones find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from handoff.cases import Case, Issue, Party
from handoff.db import Transaction, keys
from handoff.errors import Erased
from handoff.events import EventRow
from handoff.i18n import search_key
from handoff.insights.facts.making import case_fact, issue_facts
from handoff.insights.facts.models import CaseFact, FigureMark, IssueFact
from handoff.insights.facts.reading import Records, read_records

BATCH = 500  # cases at once
SLOWEST = timedelta(minutes=2)  # no transaction takes longer from its first event to its end
UNMARKED = 500  # events that may be looked through again and again before the mark is moved
MARK = "facts"


async def behind(tx: Transaction, _limit: int) -> Sequence[int]:
    """[the newest event] when something happened that the facts do not know, or the log was not marked as read for long."""
    unmarked = await _settled(tx) - await _mark(tx) > UNMARKED
    if unmarked or await _stale(tx, limit=1):
        return [await tx.scalar(select(func.max(EventRow.id))) or 0]
    return []


async def catch_up(tx: Transaction, _newest: int = 0) -> int:
    """Make the facts of the next cases anew; how many there were."""
    stale = await _stale(tx, limit=BATCH)
    await make(tx, dict(stale))
    if len(stale) < BATCH:
        await _move_mark(tx)
    return len(stale)


async def make(tx: Transaction, seen: dict[int, int]) -> None:
    """The facts of these cases, as of the given numbers of their events. A newer row that stands there already wins."""
    if not seen:
        return
    zone, ids = ZoneInfo(tx.policy.calendar.time_zone), sorted(seen)
    records = await read_records(tx, ids)
    repeated = await _repeated(tx, records)
    rows = [
        case_fact(record, zone, seen=seen[record.case.id], repeated=record.case.id in repeated) for record in records
    ]
    await _put(tx, CaseFact, "case_id", rows, newer=True)
    await keys.take_out(tx, [record.case.key_owner for record in records])
    issues = [row for record in records for row in issue_facts(record, zone, product=await _product(tx, record.case))]
    kept = [row["issue_id"] for row in issues]
    await tx.execute(delete(IssueFact).where(IssueFact.case_id.in_(ids), IssueFact.issue_id.not_in(kept)))
    await _put(tx, IssueFact, "issue_id", issues)


async def _put(tx: Transaction, table: Any, key: str, rows: list[dict[str, Any]], *, newer: bool = False) -> None:
    """Insert, or put in the place of what stands there. Two workers may be at the same case."""
    if not rows:
        return
    statement: Any = _dialect(tx).insert(table)
    columns = {name: statement.excluded[name] for name in table.__table__.columns.keys() if name != key}  # noqa: SIM118  # columns, not a dict
    where = statement.excluded.seen >= table.seen if newer else None
    await tx.execute(statement.on_conflict_do_update(index_elements=[key], set_=columns, where=where), rows)


async def _stale(tx: Transaction, *, limit: int) -> list[tuple[int, int]]:
    """Cases with an event that their facts do not know, and the number of their newest event."""
    mark = await _mark(tx)
    newest = (
        select(EventRow.case_id, func.max(EventRow.case_number).label("last"))
        .where(EventRow.id > mark, EventRow.case_id.is_not(None))
        .group_by(EventRow.case_id)
        .subquery()
    )
    query = (
        select(newest.c.case_id, newest.c.last)
        .outerjoin(CaseFact, CaseFact.case_id == newest.c.case_id)
        .where(or_(CaseFact.case_id.is_(None), CaseFact.seen < newest.c.last))
        .order_by(newest.c.case_id)
        .limit(limit)
    )
    return list((await tx.execute(query)).tuples().all())


async def _move_mark(tx: Transaction) -> None:
    """Everything before it is known for good: an event's number is taken before its transaction ends, so the newest stay open."""
    statement: Any = _dialect(tx).insert(FigureMark).values(name=MARK, event_id=await _settled(tx))
    where = FigureMark.event_id < statement.excluded.event_id
    await tx.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"event_id": statement.excluded.event_id}, where=where
        )
    )


async def _mark(tx: Transaction) -> int:
    return await tx.scalar(select(FigureMark.event_id).where(FigureMark.name == MARK)) or 0


async def _settled(tx: Transaction) -> int:
    old = select(EventRow.id).where(EventRow.at < tx.clock.now() - SLOWEST)
    return await tx.scalar(old.order_by(EventRow.id.desc()).limit(1)) or 0


def _dialect(tx: Transaction) -> Any:
    return postgresql if tx.get_bind().dialect.name == "postgresql" else sqlite


async def _repeated(tx: Transaction, records: Sequence[Records]) -> set[int]:
    """Those whose complainant complained about the same category within the policy's time before."""
    since = {record.case.id: _repeat_since(tx, record.case) for record in records if record.person is not None}
    if not since:
        return set()
    people = {record.person for record in records if record.person is not None}
    query = (
        select(Party.email_print, Case.id, Case.received_at, Issue.topic)
        .join(Case, Case.id == Issue.case_id)
        .join(Party, Party.case_id == Case.id)
        .where(Party.email_print.in_(people), Party.role == "complainant", Case.received_at >= min(since.values()))
    )
    told: dict[str | None, list[tuple[int, datetime, str]]] = defaultdict(list)
    for person, case_id, received_at, topic in await tx.execute(query):
        told[person].append((case_id, received_at, topic.partition(".")[0]))
    found = set()
    for record in (record for record in records if record.case.id in since):
        categories = {issue.topic.partition(".")[0] for issue in record.issues}
        if any(
            case_id < record.case.id and received_at >= since[record.case.id] and category in categories
            for case_id, received_at, category in told[record.person]
        ):
            found.add(record.case.id)
    return found


def _repeat_since(tx: Transaction, case: Case) -> datetime:
    """The first moment of the day from which on an earlier case counts."""
    within, zone = timedelta(days=tx.policy.improvement.repeat_within.amount), ZoneInfo(tx.policy.calendar.time_zone)
    return datetime.combine(case.received_at.astimezone(zone).date() - within, time(), zone).astimezone(UTC)


async def _product(tx: Transaction, case: Case) -> str | None:
    """A print of the product's name, by which the same product is found again; None when it was not told, or was erased."""
    if case.product is None:
        return None
    try:
        name = await keys.unseal(tx, case.key_owner, case.product)
    except Erased:
        return None
    return tx.sealer.fingerprint(f"product {search_key(name)}") if name else None
