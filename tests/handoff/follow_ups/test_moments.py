"""Moments of the policy's rules, on a calendar and at an hour at which one writes to people."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handoff.follow_ups.moments import moment_at
from handoff.follow_ups.telling_complainants import split
from handoff.policy import Duration, load_policy
from handoff.policy.prompts import Moment
from handoff.sla.business_hours import work_calendar

START = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # Tuesday, half past one in Tehran
DUE = datetime(2026, 12, 8, 20, 29, 59, tzinfo=UTC)  # the end of Tuesday two weeks later


@pytest.mark.parametrize(
    ("moment", "to_staff", "on_or_before", "expected"),
    [
        (Moment("start"), False, False, "2026-11-24T10:00"),
        (Moment("start", 1, Duration.parse("30min")), True, False, "2026-11-24T10:30"),
        (Moment("start", 1, Duration.parse("2wh")), True, False, "2026-11-24T12:00"),
        (Moment("start", 1, Duration.parse("5cd")), False, False, "2026-11-29T06:30"),  # ten in the morning
        (Moment("start", 1, Duration.parse("2wd")), True, False, "2026-11-28T05:00"),  # when the day begins
        (Moment("due", -1, Duration.parse("1wd")), True, False, "2026-12-07T05:00"),
        (Moment("due"), False, True, "2026-12-08T06:30"),  # on the day of the limit
        (Moment("due"), True, False, "2026-12-08T20:30"),  # after it
        (Moment("due", 1, Duration.parse("1wd")), True, False, "2026-12-09T05:00"),
    ],
)
def test_a_moment_falls_on(moment, to_staff, on_or_before, expected):
    calendar = work_calendar(load_policy().calendars["iran_thu_fri"])
    at = moment_at(moment, calendar, start=START, due=DUE, to_staff=to_staff, on_or_before=on_or_before)
    assert f"{at:%Y-%m-%dT%H:%M}" == expected


def test_without_a_limit_nothing_counts_towards_it():
    calendar = work_calendar(load_policy().calendars["iran_thu_fri"])
    for moment in (Moment("due"), Moment("share", share=50), Moment("due", -1, Duration.parse("1wd"))):
        assert moment_at(moment, calendar, start=START, due=None, to_staff=True, on_or_before=False) is None


def test_a_reminder_longer_than_the_whole_time_comes_half_way():
    calendar = work_calendar(load_policy().calendars["iran_thu_fri"])
    due = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    moment = Moment("due", -1, Duration.parse("1wd"))
    at = moment_at(moment, calendar, start=START, due=due, to_staff=True, on_or_before=False)
    assert at == datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


def test_a_long_answer_is_cut_between_paragraphs_and_nothing_is_lost():
    text = "\n\n".join(f"{number} " + "word " * 300 for number in range(12)).strip()
    parts = split(text)
    assert all(len(part) <= 4000 for part in parts)
    assert " ".join(" ".join(parts).split()) == " ".join(text.split())
    assert split("short") == ["short"]
    assert "".join(split("x" * 9000)) == "x" * 9000
