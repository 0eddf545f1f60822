"""Dates that stand for {placeholders}: what was promised, until when, and how long that is."""

from __future__ import annotations

from datetime import datetime, timedelta

from handoff.cases.examination.asking import open_question
from handoff.follow_ups.telling import Telling, known, listed
from handoff.i18n import format_day_and_time, format_duration, translate
from handoff.sla.deadlines import running
from handoff.sla.promises import promises


async def dates(t: Telling) -> str:
    """What will happen by when, a line each."""
    lines = []
    for promise in await promises(t.tx, t.case):
        by = promise.in_words(t.language, t.zone)
        if promise.kind == "first_contact":
            lines.append(translate(t.language, "A person writes to you {by}", by=by))
        elif promise.kind == "answer":
            lines.append(translate(t.language, "You have our answer {by}", by=by))
    return listed(lines)


async def answer_by(t: Telling) -> str:
    """The next date on which the answer is promised. A date that has passed is no promise."""
    rows = await running(t.tx, t.case.id, "answer_target", "answer_hard")
    return t.day(next((row.due_at for row in rows if row.due_at >= t.tx.clock.now()), None))


async def update_by(t: Telling) -> str:
    return t.day(await _end_of(t, "progress"))


async def review_until(t: Telling) -> str:
    """Until when they may say what they think, or turn outside."""
    return t.day(await _end_of(t, "external" if t.case.state == "unresolved_watch" else "acceptance"))


async def reply_by(t: Telling) -> str:
    """Until when we wait for an answer: to our question, else to whether it was done."""
    if (question := await open_question(t.tx, t.case)) is not None:
        return t.day(question.reply_by)
    return t.day(await _end_of(t, "verification"))


async def done_by(t: Telling) -> str:
    return t.day(t.prompt.by if t.prompt else None)


async def time_left(t: Telling) -> str:
    by = known(t.prompt.by if t.prompt else None)
    return format_duration(max(by - t.tx.clock.now(), timedelta()), t.language)


async def received_at(t: Telling) -> str:
    return format_day_and_time(t.case.received_at, t.language, t.zone)


async def _end_of(t: Telling, kind: str) -> datetime | None:
    rows = await running(t.tx, t.case.id, kind)
    return rows[0].due_at if rows else None
