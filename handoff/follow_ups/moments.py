"""When a message goes: a rule's moment on a case's calendar, at an hour at which one writes to people."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from handoff.policy import Duration
from handoff.policy.prompts import Moment
from handoff.sla.business_hours import WorkCalendar

MORNING = time(10)  # for a complainant; staff read what is new when their day begins
EVEN_LATER = timedelta(seconds=1)  # a limit ends with its last second


def moment_at(
    moment: Moment, calendar: WorkCalendar, *, start: datetime, due: datetime | None, to_staff: bool, on_or_before: bool
) -> datetime | None:
    """The time of a message, or None when it counts towards a limit that this case does not have.

    `on_or_before`: what is said at the limit has to be said on the day of the limit, not after it.
    """
    if moment.anchor == "start":
        return start if moment.offset is None else _after(calendar, start, moment.offset, to_staff)
    elif due is None:
        return None
    elif moment.anchor == "share":
        return calendar.fraction_point(start, due, moment.share / 100)
    elif moment.offset is None:
        return _morning(calendar, calendar.days.local_day(due)) if on_or_before else due + EVEN_LATER
    elif moment.sign < 0:
        before = calendar.before(due, moment.offset)
        # A limit shorter than its reminder: half of the way is early enough.
        return before if before > start else calendar.fraction_point(start, due, 0.5)
    else:
        return _after(calendar, due, moment.offset, to_staff)


def _after(calendar: WorkCalendar, base: datetime, offset: Duration, to_staff: bool) -> datetime:
    if offset.unit.is_exact:
        return calendar.due(base, offset)
    day = calendar.days.local_day(calendar.due(base, offset))
    if to_staff and calendar.days.is_working_day(day):
        return calendar.days.blocks(day)[0][0]
    return _morning(calendar, day)


def _morning(calendar: WorkCalendar, day: date) -> datetime:
    return datetime.combine(day, MORNING, calendar.calendar.zone).astimezone(UTC)
