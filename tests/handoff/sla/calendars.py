"""Calendars for the tests of the arithmetic: the packaged ones, and one that works while the clocks change."""

from __future__ import annotations

from datetime import date, datetime, time

from handoff.policy import Lookup, Text, load_policy
from handoff.policy.calendars import Block, Calendar, SpecialDay
from handoff.sla.business_hours import WorkCalendar, work_calendar

POLICY = load_policy()

LONDON = work_calendar(POLICY.calendars["default_en"])
TEHRAN_THU_FRI = work_calendar(POLICY.calendars["iran_thu_fri"])
TEHRAN_FRI = work_calendar(POLICY.calendars["iran_fri"])

_NIGHT = (Block(time(0, 0), time(6, 0)), Block(time(22, 0), time(23, 30)))


def night_watch(time_zone: str = "Europe/London", closed: tuple[date, ...] = ()) -> WorkCalendar:
    """Works every night of the week, also in those in which an hour is lost or lived twice."""
    return WorkCalendar(
        Calendar(
            code="night_watch",
            name=Text("Nights", "شب‌ها"),
            time_zone=time_zone,
            place=Text("London", "لندن"),
            week=(_NIGHT,) * 7,
            country=None,
            subdivision=None,
            closed=tuple(SpecialDay(day, Text("Rest", "استراحت")) for day in closed),
            open=(),
            holiday_names=Lookup(),
        )
    )


def local(calendar: WorkCalendar, text: str) -> datetime:
    """A moment on the wall of this organisation: "2026-03-06 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=calendar.days.zone)


def on_the_wall(calendar: WorkCalendar, at: datetime) -> str:
    return f"{at.astimezone(calendar.days.zone):%Y-%m-%d %H:%M:%S}"
