"""Days and times in both calendars."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from handoff.i18n import (
    format_date,
    format_date_short,
    format_day,
    format_day_and_time,
    format_duration,
    format_time,
    parse_date,
    relative,
)

TEHRAN = "Asia/Tehran"
DUE = datetime(2026, 12, 1, 10, 35, tzinfo=UTC)


def test_a_day_is_said_as_one_says_it():
    assert format_day(DUE, "en", TEHRAN) == "Tuesday 1 December"
    assert format_day(DUE, "fa", TEHRAN) == "سه‌شنبه ۱۰ آذر"


def test_a_date_has_its_year():
    assert format_date(DUE, "en", TEHRAN) == "1 December 2026"
    assert format_date(DUE, "fa", TEHRAN) == "۱۰ آذر ۱۴۰۵"


def test_tables_have_short_dates():
    assert format_date_short(date(2026, 12, 1), "en") == "1 Dec 2026"
    assert format_date_short(date(2026, 12, 1), "fa") == "۱۴۰۵/۰۹/۱۰"


def test_the_time_is_the_readers():
    assert format_time(DUE, "en", TEHRAN) == "14:05"
    assert format_time(DUE, "fa", TEHRAN) == "۱۴:۰۵"
    assert format_day_and_time(DUE, "en", "Europe/London") == "Tuesday 1 December at 10:35"
    assert format_day_and_time(DUE, "fa", TEHRAN) == "سه‌شنبه ۱۰ آذر، ساعت ۱۴:۰۵"


def test_late_in_the_evening_it_is_tomorrow_in_tehran():
    evening = datetime(2026, 12, 1, 21, 0, tzinfo=UTC)
    assert format_day(evening, "en", "UTC") == "Tuesday 1 December"
    assert format_day(evening, "fa", TEHRAN) == "چهارشنبه ۱۱ آذر"


def test_a_time_without_its_zone_is_a_mistake():
    with pytest.raises(ValueError, match="zone"):
        format_time(datetime(2026, 12, 1, 9, 0), "en")  # noqa: DTZ001  # that is the point


@pytest.mark.parametrize(
    ("gregorian", "jalali"),
    [
        (date(2026, 3, 21), "۱ فروردین ۱۴۰۵"),
        (date(2025, 3, 20), "۳۰ اسفند ۱۴۰۳"),
        (date(2025, 3, 21), "۱ فروردین ۱۴۰۴"),
        (date(2024, 3, 20), "۱ فروردین ۱۴۰۳"),
        (date(1979, 2, 11), "۲۲ بهمن ۱۳۵۷"),
        (date(2026, 11, 24), "۳ آذر ۱۴۰۵"),
    ],
)
def test_known_days_of_the_persian_calendar(gregorian, jalali):
    assert format_date(gregorian, "fa") == jalali


@given(st.dates(date(1900, 1, 1), date(2150, 12, 31)))
def test_a_jalali_date_can_be_typed_back(day):
    assert parse_date(format_date_short(day, "fa")) == day


@given(st.dates(date(1900, 1, 1), date(2150, 12, 31)), st.sampled_from("/-."), st.booleans())
def test_a_date_is_read_in_either_calendar_and_order(day, mark, year_first):
    jalali = JalaliDate(day)
    for year, month, number in ((day.year, day.month, day.day), (jalali.year, jalali.month, jalali.day)):
        parts = (year, month, number) if year_first else (number, month, year)
        assert parse_date(mark.join(map(str, parts))) == day


@pytest.mark.parametrize("typed", ["", "yesterday", "1405/13/01", "1405/12/30", "2026-02-29", "10/10/10", "1405/9"])
def test_what_is_no_day_is_not_guessed(typed):
    assert parse_date(typed) is None


def test_a_leap_day_of_the_persian_calendar_is_a_day():
    assert parse_date("۱۴۰۳/۱۲/۳۰") == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("away", "english", "short", "persian"),
    [
        (timedelta(hours=3, minutes=59), "in 3 hours", "in 3 h", "۳ ساعت دیگر"),
        (timedelta(minutes=1), "in 1 minute", "in 1 min", "۱ دقیقه دیگر"),
        (timedelta(seconds=20), "in less than a minute", "in less than a minute", "کمتر از یک دقیقه دیگر"),
        (timedelta(0), "just now", "just now", "همین حالا"),
        (timedelta(seconds=-59), "just now", "just now", "همین حالا"),
        (timedelta(minutes=-5), "5 minutes ago", "5 min ago", "۵ دقیقه پیش"),
        (timedelta(days=-1, hours=-3), "1 day ago", "1 d ago", "۱ روز پیش"),
        (timedelta(days=12), "in 12 days", "in 12 d", "۱۲ روز دیگر"),
        (timedelta(days=-70), "2 months ago", "2 mo ago", "۲ ماه پیش"),
        (timedelta(days=800), "in 2 years", "in 2 y", "۲ سال دیگر"),
    ],
)
def test_how_long_ago_and_how_soon(away, english, short, persian):
    now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
    assert relative(now + away, now, "en") == english
    assert relative(now + away, now, "en", short=True) == short
    assert relative(now + away, now, "fa") == persian


def test_a_length_of_time():
    assert format_duration(timedelta(minutes=5), "en") == "5 minutes"
    assert format_duration(timedelta(hours=26), "fa") == "۱ روز"
