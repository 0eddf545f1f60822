"""Draw each month's cases to be read again: by chance, reproducibly, and out of reach of whoever handled them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from zoneinfo import ZoneInfo

from sqlalchemy import select

from handoff.cases import Answer, Case
from handoff.db import Transaction, insert_once
from handoff.events import hold, record
from handoff.rechecks.events import RecheckDrawn
from handoff.rechecks.models import Recheck, RecheckDraw


async def months_to_draw(tx: Transaction, limit: int) -> Sequence[int]:
    """The month that is over, as 202611, until it was drawn."""
    month = _before(tx.clock.now().astimezone(_zone(tx)))
    drawn = await tx.scalar(select(RecheckDraw.id).where(RecheckDraw.month == month))
    return [] if drawn or not limit else [int(month.replace("-", ""))]


async def draw(tx: Transaction, number: int) -> int:
    """Draw for the month 202611; how many cases. A second draw of the same month changes nothing."""
    month = f"{number // 100}-{number % 100:02}"
    cases = await _closed_in(tx, month)
    profile, seed = tx.policy.organisation.profile, secrets.token_hex(16)
    size = min(len(cases), max(profile.recheck_at_least, ceil(len(cases) * profile.recheck_percent / 100)))
    row = await insert_once(tx, RecheckDraw, month=month, seed=seed, closed=len(cases), drawn=size, at=tx.clock.now())
    if row is None:
        return 0
    for case in chosen(cases, seed, size):
        await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
        recheck = Recheck(
            case_id=case.id, month=month, drawn_at=tx.clock.now(), one_pair_of_eyes=await _decided_alone(tx, case)
        )
        tx.add(recheck)
        await tx.flush()
        await record(
            tx,
            RecheckDrawn(case_id=case.id, conversation_id=case.conversation_id, recheck_id=recheck.id, month=month),
        )
    return size


def chosen(cases: Sequence[Case], seed: str, size: int) -> list[Case]:
    """The same cases for the same seed, in whatever order they come."""
    return sorted(cases, key=lambda case: sha256(f"{seed}:{case.number}".encode()).hexdigest())[:size]


async def _closed_in(tx: Transaction, month: str) -> Sequence[Case]:
    zone = _zone(tx)
    begins = datetime.fromisoformat(f"{month}-01").replace(tzinfo=zone)
    ends = (begins + timedelta(days=32)).replace(day=1)
    query = select(Case).where(Case.closed_at >= begins, Case.closed_at < ends).order_by(Case.id)
    return (await tx.scalars(query)).all()


async def _decided_alone(tx: Transaction, case: Case) -> bool:
    """Nobody but its writer saw the answer before it went."""
    answers = await tx.scalars(select(Answer).where(Answer.case_id == case.id, Answer.sent_at.is_not(None)))
    return any(answer.approved_by_id in (None, answer.by_id) for answer in answers)


def _before(now: datetime) -> str:
    return f"{now.replace(day=1) - timedelta(days=1):%Y-%m}"


def _zone(tx: Transaction) -> ZoneInfo:
    return ZoneInfo(tx.policy.calendar.time_zone)
