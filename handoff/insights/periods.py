"""From when to when: whole local days, and the weeks, months and quarters that readers know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from handoff.i18n import mark

DAY = timedelta(days=1)
NAMES = {
    "30d": mark("The last 30 days"),
    "90d": mark("The last 90 days"),
    "12m": mark("The last twelve months"),
    "month": mark("This month"),
    "last_month": mark("Last month"),
    "last_quarter": mark("Last quarter"),
}


@dataclass(frozen=True)
class Period:
    """From the beginning of `start` to the end of `last`, in `zone`."""

    start: date
    last: date
    zone: ZoneInfo

    @property
    def start_at(self) -> datetime:
        return datetime.combine(self.start, time(), self.zone).astimezone(UTC)

    @property
    def end_at(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + DAY, time(), self.zone).astimezone(UTC)

    @property
    def days(self) -> int:
        return (self.last - self.start).days + 1

    def before(self) -> Period:
        """As many days, just before."""
        return Period(self.start - self.days * DAY, self.start - DAY, self.zone)


def period_named(name: str, today: date, zone: ZoneInfo, language: str) -> Period:
    """One of `NAMES`; months and quarters are those of the reader's calendar. An unknown name is the last 30 days."""
    if name == "month":
        return Period(month_of(today, language), today, zone)
    elif name == "last_month":
        last = month_of(today, language) - DAY
        return Period(month_of(last, language), last, zone)
    elif name == "last_quarter":
        last = quarter_of(today, language) - DAY
        return Period(quarter_of(last, language), last, zone)
    else:
        length = {"90d": 90, "12m": 365}.get(name, 30)
        return Period(today - (length - 1) * DAY, today, zone)


def month_of(day: date, language: str) -> date:
    """The first day of its month."""
    if language == "fa":
        jalali = JalaliDate(day)
        first: date = JalaliDate(jalali.year, jalali.month, 1).to_gregorian()
        return first
    return day.replace(day=1)


def quarter_of(day: date, language: str) -> date:
    """The first day of its quarter."""
    if language == "fa":
        jalali = JalaliDate(day)
        first: date = JalaliDate(jalali.year, (jalali.month - 1) // 3 * 3 + 1, 1).to_gregorian()
        return first
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def week_of(day: date, first_weekday: int) -> date:
    """The first day of its week; Monday is 0."""
    return day - (day.weekday() - first_weekday) % 7 * DAY
