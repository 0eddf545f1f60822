"""Working time: examples that anybody can check on a wall calendar, and laws that hold for every moment."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handoff.policy import Duration, Text, Unit
from handoff.policy.calendars import SpecialDay
from handoff.sla.business_hours import WorkCalendar, work_calendar
from tests.handoff.sla.calendars import (
    LONDON,
    TEHRAN_FRI,
    TEHRAN_THU_FRI,
    local,
    night_watch,
    on_the_wall,
)

CALENDARS = [LONDON, TEHRAN_THU_FRI, TEHRAN_FRI, night_watch(), night_watch("America/New_York")]

calendars = st.sampled_from(CALENDARS)
moments = st.datetimes(
    datetime.fromisoformat("2021-01-01"), datetime.fromisoformat("2029-01-01"), timezones=st.just(UTC)
)
lengths = st.timedeltas(timedelta(seconds=1), timedelta(hours=60))
durations = st.builds(Duration, st.integers(0, 40), st.sampled_from(list(Unit))).filter(
    lambda duration: duration.amount <= 12 or duration.unit not in (Unit.MONTH, Unit.YEAR)
)


@pytest.mark.parametrize(
    ("received", "duration", "due"),
    [
        ("2026-11-24 16:00", "1wh", "2026-11-24 17:00:00"),
        ("2026-11-24 16:30", "1wh", "2026-11-25 09:30:00"),
        ("2026-11-27 16:30", "4wh", "2026-11-30 12:30:00"),
        ("2026-11-24 20:00", "4wh", "2026-11-25 13:00:00"),
        ("2026-11-28 12:00", "0wh", "2026-11-30 09:00:00"),
        ("2026-11-24 16:30", "1h", "2026-11-24 17:30:00"),
        ("2026-11-24 23:50", "30min", "2026-11-25 00:20:00"),
        ("2026-11-27 10:00", "1wd", "2026-11-30 23:59:59"),
        ("2026-11-28 10:00", "1wd", "2026-11-30 23:59:59"),
        ("2026-11-28 10:00", "0wd", "2026-11-30 23:59:59"),
        ("2026-11-27 10:00", "0wd", "2026-11-27 23:59:59"),
        ("2026-12-24 10:00", "1wd", "2026-12-29 23:59:59"),
        ("2026-11-27 10:00", "1cd", "2026-11-28 23:59:59"),
        ("2026-01-31 10:00", "1mo", "2026-02-28 23:59:59"),
        ("2024-02-29 10:00", "1yr", "2025-02-28 23:59:59"),
        ("2026-11-27 10:00", "2wk", "2026-12-11 23:59:59"),
    ],
)
def test_at_4_15_a_promise_in_london_is_due(received: str, duration: str, due: str) -> None:
    """AT-4.15: dates equal those that were computed independently."""
    assert on_the_wall(LONDON, LONDON.due(local(LONDON, received), Duration.parse(duration))) == due


@pytest.mark.parametrize(
    ("received", "duration", "due"),
    [
        ("2026-11-24 12:00", "1wh", "2026-11-24 14:00:00"),  # half an hour before lunch, half an hour after
        ("2026-11-24 12:45", "1wh", "2026-11-24 14:30:00"),
        ("2026-11-25 16:30", "1wh", "2026-11-28 09:00:00"),  # Wednesday evening to Saturday morning
        ("2026-11-25 10:00", "1wd", "2026-11-28 23:59:59"),
        ("2026-03-18 10:00", "1wd", "2026-03-25 23:59:59"),  # over Nowruz
    ],
)
def test_at_4_15_a_promise_in_tehran_is_due(received: str, duration: str, due: str) -> None:
    """AT-4.15: the same with Thursday and Friday free, and Persian holidays."""
    at = local(TEHRAN_THU_FRI, received)
    assert on_the_wall(TEHRAN_THU_FRI, TEHRAN_THU_FRI.due(at, Duration.parse(duration))) == due


def test_thursday_is_half_a_day_where_only_friday_is_free() -> None:
    thursday = local(TEHRAN_FRI, "2026-11-26 12:00")
    assert on_the_wall(TEHRAN_FRI, TEHRAN_FRI.add_working_hours(thursday, 2)) == "2026-11-28 09:30:00"
    assert TEHRAN_FRI.is_open(thursday)
    assert not TEHRAN_THU_FRI.is_open(thursday)


def test_a_calendar_limit_rolls_only_when_its_regime_says_so() -> None:
    friday = local(LONDON, "2026-11-27 10:00")
    assert on_the_wall(LONDON, LONDON.due(friday, Duration.parse("1cd"))) == "2026-11-28 23:59:59"
    assert on_the_wall(LONDON, LONDON.due(friday, Duration.parse("1cd"), "next_wd")) == "2026-11-30 23:59:59"
    assert on_the_wall(LONDON, LONDON.due(friday, Duration.parse("3cd"), "next_wd")) == "2026-11-30 23:59:59"


def test_days_declared_free_at_short_notice_count_and_can_be_taken_back() -> None:
    calendar = LONDON.calendar
    extra = work_calendar(dataclasses.replace(calendar, closed=(SpecialDay(date(2026, 11, 30), Text("Snow", "برف")),)))
    friday, one_day = local(LONDON, "2026-11-27 10:00"), Duration.parse("1wd")
    assert on_the_wall(extra, extra.due(friday, one_day)) == "2026-12-01 23:59:59"
    assert extra.days.holiday(date(2026, 11, 30)) == Text("Snow", "برف")
    working = work_calendar(
        dataclasses.replace(calendar, open=(SpecialDay(date(2026, 12, 28), Text("Stocktaking", "انبارگردانی")),))
    )
    assert not LONDON.days.is_working_day(date(2026, 12, 28))
    assert working.days.is_working_day(date(2026, 12, 28))


def test_holidays_have_names_in_both_languages() -> None:
    assert LONDON.days.holiday(date(2026, 12, 28)) == Text("Boxing Day (observed)", "روز پس از کریسمس (روز جایگزین)")
    assert TEHRAN_FRI.days.holiday(date(2026, 5, 27)) == Text("Eid al-Adha", "عید سعید قربان")
    assert TEHRAN_FRI.days.holiday(date(2026, 6, 5)) is None, "a Friday is a weekend, whatever else it is"
    assert LONDON.days.holiday(date(2026, 11, 24)) is None


def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is() -> None:
    calendar = night_watch()
    spring, autumn = local(calendar, "2026-03-29 00:00"), local(calendar, "2026-10-25 00:00")
    assert calendar.working_seconds_between(spring, spring + timedelta(hours=12)) == 5 * 3600
    assert calendar.working_seconds_between(autumn, autumn + timedelta(hours=12)) == 7 * 3600
    assert on_the_wall(calendar, calendar.add_working_hours(spring, 5)) == "2026-03-29 06:00:00"
    assert on_the_wall(calendar, calendar.add_working_hours(autumn, 7)) == "2026-10-25 06:00:00"


def test_a_day_whose_midnight_does_not_exist_still_ends() -> None:
    # Until 2022 the clocks of Tehran jumped from midnight to one o'clock.
    assert on_the_wall(TEHRAN_FRI, TEHRAN_FRI.days.end_of(date(2021, 3, 21))) == "2021-03-21 23:59:59"
    assert TEHRAN_FRI.days.end_of(date(2021, 3, 22)) - TEHRAN_FRI.days.end_of(date(2021, 3, 21)) == timedelta(hours=23)


def test_a_day_whose_last_hour_is_lived_twice_ends_with_the_second() -> None:
    # ... and in autumn they fell back from midnight to eleven.
    assert TEHRAN_FRI.days.end_of(date(2021, 9, 21)) - TEHRAN_FRI.days.end_of(date(2021, 9, 20)) == timedelta(hours=25)
    assert on_the_wall(TEHRAN_FRI, TEHRAN_FRI.days.end_of(date(2021, 9, 21))) == "2021-09-21 23:59:59"


def test_a_moment_belongs_to_the_day_on_the_organisations_wall() -> None:
    evening_in_london = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)  # half past midnight in Tehran
    assert LONDON.days.local_day(evening_in_london) == date(2026, 11, 24)
    assert TEHRAN_FRI.days.local_day(evening_in_london) == date(2026, 11, 25)


def test_a_block_is_open_at_its_first_moment_and_closed_at_its_last() -> None:
    opening, closing = local(LONDON, "2026-11-24 09:00"), local(LONDON, "2026-11-24 17:00")
    assert LONDON.is_open(opening)
    assert not LONDON.is_open(opening - timedelta(microseconds=1))
    assert LONDON.is_open(closing - timedelta(microseconds=1))
    assert not LONDON.is_open(closing)
    assert on_the_wall(LONDON, LONDON.next_opening(closing)) == "2026-11-25 09:00:00"


@pytest.mark.parametrize(
    ("due", "duration", "expected"),
    [
        ("2026-12-01 23:59", "2wd", "2026-11-27 09:00:00"),
        ("2026-12-01 23:59", "0wd", "2026-12-01 09:00:00"),
        ("2026-12-29 23:59", "1wd", "2026-12-24 09:00:00"),
        ("2026-12-01 23:59", "3cd", "2026-11-27 09:00:00"),  # a Sunday, so the Friday before
        ("2026-03-31 23:59", "1mo", "2026-02-27 09:00:00"),
        ("2026-12-01 12:00", "2h", "2026-12-01 10:00:00"),
        ("2026-12-01 10:00", "2wh", "2026-11-30 16:00:00"),
        ("2026-12-01 20:00", "1wh", "2026-12-01 16:00:00"),
    ],
)
def test_reminders_come_in_working_time_before_the_limit(due: str, duration: str, expected: str) -> None:
    assert on_the_wall(LONDON, LONDON.before(local(LONDON, due), Duration.parse(duration))) == expected


def test_warnings_come_at_shares_of_the_working_time() -> None:
    base, due = local(LONDON, "2026-11-27 09:00"), local(LONDON, "2026-11-30 23:59:59")
    assert on_the_wall(LONDON, LONDON.fraction_point(base, due, 0.25)) == "2026-11-27 13:00:00"
    assert on_the_wall(LONDON, LONDON.fraction_point(base, due, 0.75)) == "2026-11-30 13:00:00"
    assert LONDON.fraction_point(base, due, 1) == due
    assert LONDON.fraction_point(base, due, 0) == base


def test_warnings_of_a_night_alarm_go_by_the_clock() -> None:
    base = local(LONDON, "2026-11-28 02:00")
    due = base + timedelta(hours=4)
    assert LONDON.fraction_point(base, due, 0.5) == base + timedelta(hours=2)
    office = local(LONDON, "2026-11-27 16:00")
    assert LONDON.fraction_point(office, office + timedelta(hours=4), 0.5, working=False) == office + timedelta(hours=2)


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        LONDON.due(datetime.fromisoformat("2026-11-24 09:00"), Duration.parse("1wd"))
    with pytest.raises(ValueError, match="not added backwards"):
        LONDON.add_working_time(local(LONDON, "2026-11-24 09:00"), timedelta(seconds=-1))
    every_day = tuple(date(2026, 1, 1) + timedelta(days=day) for day in range(1200))
    with pytest.raises(ValueError, match="stays closed"):
        night_watch(closed=every_day).next_opening(datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="stays closed"):
        night_watch(closed=every_day).before(datetime(2029, 3, 1, tzinfo=UTC), Duration.parse("1wd"))


@given(calendars, moments, moments, durations)
def test_whoever_complains_later_is_never_due_earlier(
    calendar: WorkCalendar, one: datetime, other: datetime, duration: Duration
) -> None:
    earlier, later = sorted((one, other))
    for roll in (None, "next_wd"):
        assert calendar.due(earlier, duration, roll) <= calendar.due(later, duration, roll)


@given(calendars, moments, durations)
def test_a_longer_promise_is_never_due_earlier(calendar: WorkCalendar, at: datetime, duration: Duration) -> None:
    longer = Duration(duration.amount + 1, duration.unit)
    due, due_later = calendar.due(at, duration), calendar.due(at, longer)
    # Of a holiday, "the same working day" and "one working day later" are both the next working day.
    none_left = duration.amount == 0 and duration.unit is Unit.WORKING_DAY
    assert at <= due
    assert due <= due_later if none_left else due < due_later


@given(calendars, moments, st.integers(1, 40))
def test_working_days_are_counted_and_end_on_a_working_day(calendar: WorkCalendar, at: datetime, days: int) -> None:
    due = calendar.due(at, Duration(days, Unit.WORKING_DAY))
    assert calendar.days.is_working_day(calendar.days.local_day(due))
    assert calendar.days.working_days_between(at, due) == days
    assert calendar.days.working_days_between(due, at) == 0


@given(calendars, moments, lengths)
def test_working_time_ends_in_working_time_after_exactly_so_long(
    calendar: WorkCalendar, at: datetime, length: timedelta
) -> None:
    due = calendar.add_working_time(at, length)
    assert calendar.is_open(due) or calendar.is_open(due - timedelta(microseconds=1))
    assert calendar.working_time_between(at, due) == length


@given(calendars, moments, lengths, lengths)
def test_adding_twice_is_adding_the_sum(
    calendar: WorkCalendar, at: datetime, first: timedelta, second: timedelta
) -> None:
    assert calendar.add_working_time(calendar.add_working_time(at, first), second) == calendar.add_working_time(
        at, first + second
    )


@given(calendars, st.lists(st.timedeltas(timedelta(days=-40), timedelta(days=40)), min_size=2, max_size=2), moments)
def test_working_time_adds_up_in_whatever_order(calendar: WorkCalendar, steps: list[timedelta], at: datetime) -> None:
    middle, end = at + steps[0], at + steps[0] + steps[1]
    between = calendar.working_time_between
    assert between(at, middle) + between(middle, end) == between(at, end)
    assert between(at, at) == timedelta()


@given(calendars, moments)
def test_the_next_opening_is_open_and_nothing_was_open_before(calendar: WorkCalendar, at: datetime) -> None:
    opening = calendar.next_opening(at)
    assert calendar.is_open(opening)
    assert opening >= at
    assert calendar.working_time_between(at, opening) == timedelta()
    assert (opening == at) == calendar.is_open(at)


@given(calendars, moments, durations)
def test_a_reminder_is_never_after_the_limit(calendar: WorkCalendar, at: datetime, duration: Duration) -> None:
    reminder = calendar.before(calendar.due(at, Duration(1, Unit.WORKING_DAY)), duration)
    assert reminder <= calendar.due(at, Duration(1, Unit.WORKING_DAY))
    if duration.unit not in (Unit.MINUTE, Unit.HOUR, Unit.WORKING_HOUR):
        assert calendar.is_open(reminder)


@given(calendars, moments, st.integers(1, 30))
def test_going_back_and_forth_by_working_hours_covers_the_same_time(
    calendar: WorkCalendar, at: datetime, hours: int
) -> None:
    earlier = calendar.before(at, Duration(hours, Unit.WORKING_HOUR))
    assert calendar.working_time_between(earlier, at) == timedelta(hours=hours)


@given(calendars, moments, lengths, st.floats(0, 1), st.floats(0, 1))
def test_shares_lie_between_and_in_order(
    calendar: WorkCalendar, base: datetime, length: timedelta, one: float, other: float
) -> None:
    due = base + length
    smaller, larger = sorted((one, other))
    points = [calendar.fraction_point(base, due, share) for share in (0, smaller, larger, 1)]
    assert points == sorted(points)
    assert (points[0], points[-1]) == (base, due)


@given(moments)
def test_results_are_in_utc(at: datetime) -> None:
    assume(at.year > 2021)
    for duration in ("1h", "1wh", "1wd", "1cd", "1mo"):
        assert TEHRAN_FRI.due(at, Duration.parse(duration)).tzinfo is UTC
        assert TEHRAN_FRI.before(at, Duration.parse(duration)).tzinfo is UTC
