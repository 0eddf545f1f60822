"""Days are read as people write them, in both calendars and seen from the customer's own place."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from actions.parsing.dates import find_date
from actions.parsing.letters import persian_digits

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)  # a Tuesday, 3 Azar 1405


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("it came on 2026-11-20", date(2026, 11, 20)),
        ("on 20/11/2026 it broke", date(2026, 11, 20)),
        ("on 3 November", date(2026, 11, 3)),
        ("on November 3rd, 2025", date(2025, 11, 3)),
        ("ordered 14th of September", date(2026, 9, 14)),
        ("on 20 December it was fine", date(2025, 12, 20)),
        ("two days ago", date(2026, 11, 22)),
        ("a week ago", date(2026, 11, 17)),
        ("the day before yesterday", date(2026, 11, 22)),
        ("yesterday afternoon", date(2026, 11, 23)),
        ("since last Friday", date(2026, 11, 20)),
        ("روز ۱۴۰۵/۰۸/۲۰ رسید", date(2026, 11, 11)),
        ("۲۰ آبان", date(2026, 11, 11)),
        ("سوم آذر ۱۴۰۵", date(2026, 11, 24)),
        ("بیستم مهر بود", date(2026, 10, 12)),
        ("سه روز پیش", date(2026, 11, 21)),
        ("دو هفته‌ی پیش خریدم", date(2026, 11, 10)),
        ("دیروز عصر", date(2026, 11, 23)),
        ("پریروز", date(2026, 11, 22)),
        ("شنبه آمد", date(2026, 11, 21)),
        ("سه‌شنبهٔ گذشته", date(2026, 11, 17)),
        ("diruz resid", date(2026, 11, 23)),
        ("3 rooz pish", date(2026, 11, 21)),
    ],
)
def test_a_day_is_found(text: str, day: date) -> None:
    assert find_date(text, NOW, "Asia/Tehran") == day


@pytest.mark.parametrize(
    "text", ["it is broken", "order 20391", "tomorrow", "on 31 February", "version 3.6.21", "کالا خراب است"]
)
def test_where_there_is_no_past_day_none_is_made_up(text: str) -> None:
    assert find_date(text, NOW, "Asia/Tehran") is None


def test_today_is_the_customers_today() -> None:
    late = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    assert find_date("today", late, "Asia/Tehran") == date(2026, 11, 25)
    assert find_date("today", late, "UTC") == date(2026, 11, 24)


@given(st.dates(date(2015, 1, 1), date(2026, 11, 24)))
def test_every_day_of_both_calendars_comes_back(day: date) -> None:
    jalali = JalaliDate(day)
    assert find_date(f"on {day.isoformat()}", NOW, "UTC") == day
    assert find_date(persian_digits(f"در {jalali.year}/{jalali.month}/{jalali.day} بود"), NOW, "UTC") == day
