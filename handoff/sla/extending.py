"""Say in time that an answer will be late: why, and until when. What was promised first stays on record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from handoff.cases import Actor, Case
from handoff.db import Transaction, keys
from handoff.errors import Conflict, Invalid
from handoff.events import hold, record
from handoff.policy import Duration
from handoff.sla.business_hours import work_calendar
from handoff.sla.deadlines import move, running
from handoff.sla.events import AnswerDelayed
from handoff.sla.models import Extension

ANSWERS = ("answer_target", "answer_hard")


async def extend(tx: Transaction, case: Case, *, until: datetime, reason: str, actor: Actor) -> Extension:
    """Move the date of the answer, once in each stage (a supervisor may again), and let the complainant know why at once.

    Dates that were set from outside never move: they are missed when they pass, and the letter with the reasons and the outside
    bodies goes all the same. Raises `Invalid` for a date that is not later, or further away than the preset allows.
    """
    await hold(tx, conversation_id=case.conversation_id, case_id=case.id)
    promised = [row for row in await running(tx, case.id, *ANSWERS) if row.missed_at is None]
    before = min((row.due_at for row in promised), default=None)
    if not reason.strip():
        raise Invalid("Please say why the answer is late, as the complainant will read it.", code="reason_missing")
    elif before is None:
        raise Conflict("No answer is promised at the moment.", code="nothing_promised")
    elif until <= max(before, tx.clock.now()):
        raise Invalid("The new date has to be later than the one that was promised.", code="date_not_later")
    elif actor.role != "supervisor" and await _extended(tx, case):
        raise Conflict("The date was moved once already. A supervisor may move it again.", code="extended_before")
    elif actor.role != "supervisor" and until > await _latest(tx, case, before):
        raise Invalid("This is later than one may promise alone. A supervisor can decide.", code="date_too_far")
    extension = Extension(
        case_id=case.id,
        stage=case.stage,
        before=before,
        until=until,
        reason=await keys.seal(tx, case.key_owner, reason.strip()),
        by_id=actor.id,
        made_at=tx.clock.now(),
    )
    tx.add(extension)
    await tx.flush()
    for row in promised:
        if not row.hard and row.due_at < until:
            await move(tx, case, row, due_at=until, why="extended")
    await record(
        tx,
        AnswerDelayed(
            case_id=case.id, conversation_id=case.conversation_id, actor=actor.name, extension_id=extension.id,
            before=before.isoformat(), due_at=until.isoformat(),
        ),
    )  # fmt: skip
    return extension


async def extension_of(tx: Transaction, case: Case) -> Extension | None:
    """The newest one of this stage."""
    query = select(Extension).where(Extension.case_id == case.id, Extension.stage == case.stage)
    return await tx.scalar(query.order_by(Extension.id.desc()).limit(1))


async def _extended(tx: Transaction, case: Case) -> int:
    query = select(func.count(Extension.id)).where(Extension.case_id == case.id, Extension.stage == case.stage)
    return await tx.scalar(query) or 0


async def _latest(tx: Transaction, case: Case, before: datetime) -> datetime:
    """The preset's own length of an extension; without one, nobody may move the date alone."""
    preset = tx.policy.presets[case.preset]
    length: Duration | None = preset.extension if case.stage == 1 else preset.stage2_extension or preset.extension
    if length is None:
        return before
    return work_calendar(tx.policy.calendars[case.calendar]).due(before, length)
