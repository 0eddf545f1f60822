"""Arithmetic on an organisation's working time: when is something due, how much working time lies between two moments.

All moments are aware and come out in UTC; what a day is, is decided in the calendar's time zone, so that the days on
which the clocks change are as long as they are. Pure: nothing here asks what time it is now.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache

from handoff.policy.calendars import Calendar
from handoff.policy.durations import Duration, Unit
from handoff.sla.work_days import DAY, WorkDays, moved

_CLOCK = {Unit.MINUTE: timedelta(minutes=1), Unit.HOUR: timedelta(hours=1)}
_NONE = timedelta()


@lru_cache(maxsize=64)
def work_calendar(calendar: Calendar) -> WorkCalendar:
    """The arithmetic for this calendar; asking again costs nothing."""
    return WorkCalendar(calendar)


class WorkCalendar:
    """A calendar of the policy that can count. A block is open at its first moment and closed at its last.

    ``days`` answers questions about whole days.
    """

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.days = WorkDays(calendar)

    def is_open(self, at: datetime) -> bool:
        return any(start <= at < end for start, end in self.days.blocks(self.days.local_day(at)))

    def next_opening(self, at: datetime) -> datetime:
        """``at`` itself while it is open, else the moment at which work begins again."""
        start, _ = next(self.days.blocks_from(at))
        return max(start, at).astimezone(UTC)

    def working_time_between(self, earlier: datetime, later: datetime) -> timedelta:
        """Open time between two moments; negative when they come in the wrong order, so that it always adds up."""
        if later < earlier:
            return -self.working_time_between(later, earlier)
        total = _NONE
        day, last = self.days.local_day(earlier), self.days.local_day(later)
        while day <= last:
            for start, end in self.days.blocks(day):
                total += max(min(end, later) - max(start, earlier), _NONE)
            day += DAY
        return total

    def working_seconds_between(self, earlier: datetime, later: datetime) -> int:
        """The same in whole seconds."""
        return int(self.working_time_between(earlier, later).total_seconds())

    def add_working_time(self, at: datetime, length: timedelta) -> datetime:
        """The moment at which so much open time has passed. It never lies in closed time: at the latest it is the end
        of a block. ValueError for a negative length."""
        if length < _NONE:
            raise ValueError("working time is not added backwards; see before()")
        for start, end in self.days.blocks_from(at):
            usable = end - max(start, at)
            if length <= usable:
                return (end - usable + length).astimezone(UTC)
            length -= usable
        raise AssertionError("blocks_from never ends in silence")

    def add_working_hours(self, at: datetime, hours: float) -> datetime:
        return self.add_working_time(at, timedelta(hours=hours))

    def due(self, received_at: datetime, duration: Duration, roll: str | None = None) -> datetime:
        """When something received then is due. Day 0 is the day of receipt; a limit in days, weeks, months or years
        ends with its last local day. ``roll`` "next_wd" moves a calendar limit that ends on a day off to the next
        working day; None leaves it there."""
        if duration.unit in _CLOCK:
            return received_at.astimezone(UTC) + _CLOCK[duration.unit] * duration.amount
        elif duration.unit is Unit.WORKING_HOUR:
            return self.add_working_hours(received_at, duration.amount)
        elif duration.unit is Unit.WORKING_DAY:
            day = self.days.working_days_after(self.days.local_day(received_at), duration.amount)
            return self.days.end_of(day)
        else:
            day = moved(self.days.local_day(received_at), duration)
            return self.days.end_of(self.days.on_or_after(day) if roll == "next_wd" else day)

    def before(self, due_at: datetime, duration: Duration) -> datetime:
        """When to act so that this much time is left. In days: the opening of that day, or of the working day before when
        it is a day off. In hours: exactly so long before."""
        if duration.unit in _CLOCK:
            return due_at.astimezone(UTC) - _CLOCK[duration.unit] * duration.amount
        elif duration.unit is Unit.WORKING_HOUR:
            return self._working_time_before(due_at, timedelta(hours=duration.amount))
        elif duration.unit is Unit.WORKING_DAY:
            day = self.days.working_days_before(self.days.local_day(due_at), duration.amount)
            return self.days.blocks(day)[0][0]
        else:
            day = self.days.on_or_before(moved(self.days.local_day(due_at), duration, -1))
            return self.days.blocks(day)[0][0]

    def fraction_point(self, base: datetime, due_at: datetime, fraction: float, *, working: bool = True) -> datetime:
        """The moment at which this share of the time from base to due has passed: of the working time, so that a
        warning comes when somebody reads it; of the clock when there is none between, or when asked."""
        if fraction <= 0:
            return base.astimezone(UTC)
        elif fraction >= 1 or due_at <= base:
            return due_at.astimezone(UTC)
        else:
            total = self.working_time_between(base, due_at) if working else _NONE
            if total:
                return self.add_working_time(base, total * fraction)
            else:
                return (base + (due_at - base) * fraction).astimezone(UTC)

    def _working_time_before(self, at: datetime, length: timedelta) -> datetime:
        day = self.days.on_or_before(self.days.local_day(at))
        while True:
            for start, end in reversed(self.days.blocks(day)):
                usable = max(min(end, at) - start, _NONE)
                if usable and length <= usable:
                    return min(end, at).astimezone(UTC) - length
                length -= usable
            day = self.days.on_or_before(day - DAY)
