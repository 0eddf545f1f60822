"""Dates and times in the reader's calendar: Jalali and Persian digits in Persian, Gregorian in English.

A `datetime` is aware and is shown in `zone`, the IANA name of the reader's time zone; a `date` is a day as it is.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from handoff.i18n.digits import to_latin, to_persian

WEEKDAYS: Final = {  # Monday first, as date.weekday() counts
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fa": ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه"),
}
MONTHS: Final = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "fa": (
        *("فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور"),
        *("مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"),
    ),
}
_JALALI_YEARS = range(1200, 1600)  # years that can only be meant in this calendar; Gregorian dates begin in 1600
_WRITTEN = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})|(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def format_day(when: date, language: str, zone: str = "UTC") -> str:
    """ "Tuesday 1 December", «سه‌شنبه ۱۰ آذر»: a day of this year, as one says it."""
    day = _day(when, zone)
    _, month, number = _parts(day, language)
    return _digits(f"{WEEKDAYS[language][day.weekday()]} {number} {MONTHS[language][month - 1]}", language)


def format_date(when: date, language: str, zone: str = "UTC") -> str:
    """ "1 December 2026", «۱۰ آذر ۱۴۰۵»."""
    year, month, number = _parts(_day(when, zone), language)
    return _digits(f"{number} {MONTHS[language][month - 1]} {year}", language)


def format_date_short(when: date, language: str, zone: str = "UTC") -> str:
    """ "1 Dec 2026", «۱۴۰۵/۰۹/۱۰»: for tables."""
    year, month, number = _parts(_day(when, zone), language)
    if language == "fa":
        return to_persian(f"{year:04}/{month:02}/{number:02}")
    else:
        return f"{number} {MONTHS[language][month - 1][:3]} {year}"


def format_time(when: datetime, language: str, zone: str = "UTC") -> str:
    """ "14:05", «۱۴:۰۵»."""
    return _digits(f"{_local(when, zone):%H:%M}", language)


def format_day_and_time(when: datetime, language: str, zone: str = "UTC") -> str:
    """ "Tuesday 1 December at 14:05", «سه‌شنبه ۱۰ آذر، ساعت ۱۴:۰۵»."""
    joint = "، ساعت " if language == "fa" else " at "
    return format_day(when, language, zone) + joint + format_time(when, language, zone)


def parse_date(text: str) -> date | None:
    """The day somebody typed, in either calendar and any digits, year first or last. None when it is not a day."""
    found = _WRITTEN.fullmatch(to_latin(text).strip())
    if found is None:
        return None
    year, month, number = (int(part) for part in (found.group(1, 2, 3) if found.group(1) else found.group(6, 5, 4)))
    try:
        if year in _JALALI_YEARS:
            day: date = JalaliDate(year, month, number).to_gregorian()
            return day
        else:
            return date(year, month, number)
    except ValueError:
        return None


def _local(when: datetime, zone: str) -> datetime:
    if when.tzinfo is None:
        raise ValueError("a time without its zone cannot be shown")
    return when.astimezone(ZoneInfo(zone))


def _day(when: date, zone: str) -> date:
    if isinstance(when, datetime):
        return _local(when, zone).date()
    else:
        return when


def _parts(day: date, language: str) -> tuple[int, int, int]:
    if language == "fa":
        jalali = JalaliDate(day)
        return jalali.year, jalali.month, jalali.day
    else:
        return day.year, day.month, day.day


def _digits(text: str, language: str) -> str:
    return to_persian(text) if language == "fa" else text
