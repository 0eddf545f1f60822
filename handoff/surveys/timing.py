"""At which hour of the day somebody is asked."""

from __future__ import annotations

from datetime import UTC, datetime, time

from handoff.policy import Duration
from handoff.sla.business_hours import WorkCalendar

MORNING = time(10)


def morning_after(calendar: WorkCalendar, base: datetime, length: Duration) -> datetime:
    """Ten o'clock on the day that is so much later."""
    day = calendar.days.local_day(calendar.due(base, length))
    return datetime.combine(day, MORNING, calendar.calendar.zone).astimezone(UTC)
