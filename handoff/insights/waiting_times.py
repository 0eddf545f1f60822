"""When the clocks of a case stood still, as the complainant may see it too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from handoff.cases import Case
from handoff.db import Transaction
from handoff.sla.deadlines import running
from handoff.sla.models import Pause


async def stood_still(tx: Transaction, case: Case) -> list[tuple[datetime, datetime | None]]:
    """From when until when; without an end while it lasts."""
    rows = await tx.scalars(select(Pause).where(Pause.case_id == case.id).order_by(Pause.id))
    return [(pause.began_at, pause.ended_at) for pause in rows]


async def answer_promised(tx: Transaction, case: Case) -> bool:
    """Whether the date of an answer still runs."""
    return bool(await running(tx, case.id, "answer_target", "answer_hard"))
