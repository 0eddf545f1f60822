"""Which days an organisation works, and when on each of them. The arithmetic on hours stands beside, in business_hours."""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from handoff.policy.calendars import Calendar
from handoff.policy.durations import Duration, Unit
from handoff.policy.texts import Text
from handoff.sla.public_holidays import holidays_in

DAY = timedelta(days=1)

_SECOND = timedelta(seconds=1)
_SEARCHED = 3 * 366  # days; a calendar that stays closed longer than this is a mistake


class WorkDays:
    """The days of one calendar. What a day is, is decided on the organisation's wall clock."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.zone = calendar.zone
        self._holidays: dict[int, dict[date, Text]] = {}

    def local_day(self, at: datetime) -> date:
        """ValueError for a moment without a time zone: it has no place in a calendar."""
        if at.tzinfo is None:
            raise ValueError("a moment without a time zone has no place in a calendar")
        return at.astimezone(self.zone).date()

    def is_working_day(self, day: date) -> bool:
        return bool(self.calendar.week[day.weekday()]) and day not in self._holidays_of(day.year)

    def holiday(self, day: date) -> Text | None:
        """Why a day that would be worked is off; None for working days and weekends."""
        if self.calendar.week[day.weekday()]:
            return self._holidays_of(day.year).get(day)
        else:
            return None

    def blocks(self, day: date) -> list[tuple[datetime, datetime]]:
        """When work begins and ends on this day, in UTC; empty on a day off."""
        if self.is_working_day(day):
            week = self.calendar.week[day.weekday()]
            blocks = [(self._at(day, block.start), self._at(day, block.end)) for block in week]
            return [(start, end) for start, end in blocks if start < end]  # the clocks may jump over a whole block
        else:
            return []

    def blocks_from(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Every block that is not over yet, without end. ValueError when the calendar never opens again."""
        day, closed_for = self.local_day(at), 0
        while closed_for < _SEARCHED:
            blocks = [block for block in self.blocks(day) if at < block[1]]
            yield from blocks
            closed_for = 0 if blocks else closed_for + 1
            day += DAY
        raise ValueError(f"the calendar {self.calendar.code} stays closed before {day}")

    def end_of(self, day: date) -> datetime:
        """The last whole second of this local day, in UTC."""
        return self._at(day + DAY, time.min) - _SECOND

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next working day."""
        return self.local_day(next(self.blocks_from(self._at(day, time.min)))[0])

    def on_or_before(self, day: date) -> date:
        """The day itself when it is worked, else the last working day before."""
        for back in range(_SEARCHED):
            if self.blocks(day - DAY * back):
                return day - DAY * back
        raise ValueError(f"the calendar {self.calendar.code} stays closed after {day - DAY * _SEARCHED}")

    def working_days_after(self, day: date, count: int) -> date:
        """The count-th working day after this one; for 0 the day itself, or the next working day."""
        if count == 0:
            return self.on_or_after(day)
        for _ in range(count):
            day = self.on_or_after(day + DAY)
        return day

    def working_days_before(self, day: date, count: int) -> date:
        """The count-th working day before this one; for 0 the day itself, or the working day before."""
        if count == 0:
            return self.on_or_before(day)
        for _ in range(count):
            day = self.on_or_before(day - DAY)
        return day

    def working_days_between(self, earlier: datetime, later: datetime) -> int:
        """Working days after the day of ``earlier``, up to and with the day of ``later``; 0 when it is not later."""
        first, last = self.local_day(earlier), self.local_day(later)
        return sum(self.is_working_day(first + DAY * ahead) for ahead in range(1, (last - first).days + 1))

    def _holidays_of(self, year: int) -> dict[date, Text]:
        # Kept here as well: asking the shared table means hashing the whole calendar, for every single day.
        if year not in self._holidays:
            self._holidays[year] = holidays_in(self.calendar, year)
        return self._holidays[year]

    def _at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, self.zone).astimezone(UTC)


def moved(day: date, duration: Duration, direction: int = 1) -> date:
    """So many calendar days, weeks, months or years later (or, with −1, earlier). The 31st of a short month is its last
    day."""
    if duration.unit is Unit.CALENDAR_DAY:
        return day + DAY * duration.amount * direction
    elif duration.unit is Unit.WEEK:
        return day + DAY * 7 * duration.amount * direction
    elif duration.unit in (Unit.MONTH, Unit.YEAR):
        ahead = duration.amount * (12 if duration.unit is Unit.YEAR else 1) * direction
        year, month = divmod(day.year * 12 + day.month - 1 + ahead, 12)
        return day.replace(year=year, month=month + 1, day=min(day.day, months.monthrange(year, month + 1)[1]))
    else:
        raise ValueError(f"{duration} is not counted in calendar days")
