"""The day something happened, as people write it: Gregorian and Jalali dates, «دیروز», "three days ago", "on Monday"."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from persiantools.jdatetime import JalaliDate

from actions.parsing.letters import plain

_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH_NAME = rf"({_MONTHS})(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
_JALALI = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]
_NUMBERS = {
    word: value
    for value, words in {
        1: "a an one یک اول یکم yek", 2: "two couple دو دوم do", 3: "three سه سوم se", 4: "four چهار چار چهارم chahar",
        5: "five پنج پنجم panj", 6: "six شش شیش ششم shish", 7: "seven هفت هفتم haft", 8: "eight هشت هشتم hasht",
        9: "nine نه نهم noh", 10: "ten ده دهم dah", 11: "eleven یازده یازدهم", 12: "twelve دوازده دوازدهم",
        13: "thirteen سیزده سیزدهم", 14: "fourteen چهارده چهاردهم", 15: "fifteen پانزده پانزدهم",
        20: "twenty بیست بیستم", 30: "سی",
    }.items()
    for word in words.split()
}  # fmt: skip
_NUMBER = rf"(\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
_WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "دوشنبه": 0, "دو شنبه": 0, "سهشنبه": 1, "سه شنبه": 1, "چهارشنبه": 2, "چهار شنبه": 2, "پنجشنبه": 3, "پنج شنبه": 3, "جمعه": 4,
    "یکشنبه": 6, "یک شنبه": 6, "شنبه": 5,
}  # fmt: skip
_RELATIVE = [
    (r"the day before yesterday|day before yesterday|پریروز|پریشب|parirooz|pariruz", 2),
    (r"yesterday|last night|دیروز|دیشب|dirooz|diruz|dishab", 1),
    (r"today|this morning|tonight|امروز|امشب|امصبح|emrooz|emruz", 0),
    (r"last week|هفته ?(?:ی )?(?:پیش|قبل|گذشته)|hafte ?(?:ye )?(?:pish|ghabl)", 7),
]


def find_date(text: str, now: datetime, timezone: str) -> date | None:
    """The first day named in the text that is not in the future, seen from `now` (aware) in `timezone`; None when there is none.

    Without a year the latest such day is meant. «هفته پیش» is taken as seven days ago: near enough for a person to correct.
    """
    today = now.astimezone(ZoneInfo(timezone)).date()
    words = plain(text)
    for reader in (_calendar_date, _named_month, _jalali_month, _days_ago, _relative_word, _weekday):
        found = reader(words, today)
        if found is not None and date(1990, 1, 1) <= found <= today:
            return found
    return None


def _calendar_date(words: str, today: date) -> date | None:
    if match := re.search(r"(?<![\d/-])(1[34]\d\d|20\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d/-])", words):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := re.search(r"(?<![\d/.-])(\d{1,2})[-/.](\d{1,2})[-/.](1[34]\d\d|20\d\d)(?![\d/-])", words):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return _day(year, second, first) if second <= 12 else _day(year, first, second)
    if match := re.search(r"(?<![\d/.-])(\d{1,2})/(\d{1,2})(?![\d/.-])", words):
        # «۳/۹» in a Persian sentence is month 9 of the Jalali year; in an English one the day stands first unless it cannot.
        day, month = int(match[1]), int(match[2])
        if re.search("[آ-ی]", words):
            return _without_year(today, lambda year: _day(year, *sorted((month, day))), JalaliDate(today).year)
        return _without_year(
            today, lambda year: _day(year, month, day) if month <= 12 else _day(year, day, month), today.year
        )
    return None


def _named_month(words: str, today: date) -> date | None:
    match = re.search(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME}(?:,? (20\d\d))?\b", words)
    day, month = (match[1], match[2]) if match else ("", "")
    if match is None:
        match = re.search(rf"\b{_MONTH_NAME} (\d{{1,2}})(?:st|nd|rd|th)?(?:,? (20\d\d))?\b", words)
        if match is None:
            return None
        day, month = match[2], match[1]
    number = _MONTHS.split("|").index(month) + 1
    if match[3]:
        return _day(int(match[3]), number, int(day))
    return _without_year(today, lambda year: _day(year, number, int(day)), today.year)


def _jalali_month(words: str, today: date) -> date | None:
    match = re.search(rf"(?<!\w){_NUMBER}(?: ?ام)? ({'|'.join(_JALALI)})(?: ?ماه)?(?: (1[34]\d\d))?(?!\w)", words)
    if match is None:
        return None
    day, month = _number(match[1]), _JALALI.index(match[2]) + 1
    if match[3]:
        return _day(int(match[3]), month, day)
    return _without_year(today, lambda year: _day(year, month, day), JalaliDate(today).year)


def _days_ago(words: str, today: date) -> date | None:
    ago = r"(?:ago|before|back|پیش|قبل|pish|ghabl)"
    if match := re.search(rf"(?<!\w){_NUMBER} ?(?:of )?(?:days?|روز|rooz|ruz) ?{ago}", words):
        return today - timedelta(days=_number(match[1]))
    if match := re.search(rf"(?<!\w){_NUMBER} ?(?:of )?(?:weeks?|هفته|hafte) ?(?:ی )?{ago}", words):
        return today - timedelta(weeks=_number(match[1]))
    return None


def _relative_word(words: str, today: date) -> date | None:
    found = [
        (match.start(), days)
        for pattern, days in _RELATIVE
        if (match := re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words))
    ]
    if not found:
        return None
    return today - timedelta(days=min(found)[1])


def _weekday(words: str, today: date) -> date | None:
    match = re.search(rf"(?<!\w)(?:(?:last|on|since|this) )?({'|'.join(_WEEKDAYS)})(?!\w)", words)
    if match is None:
        return None
    back = (today.weekday() - _WEEKDAYS[match[1]]) % 7
    return today - timedelta(days=back or 7)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return JalaliDate(year, month, day).to_gregorian() if year < 1700 else date(year, month, day)
    except ValueError:
        return None


def _without_year(today: date, in_year, this_year: int) -> date | None:  # type: ignore[no-untyped-def]
    for year in (this_year, this_year - 1):
        found: date | None = in_year(year)
        if found is not None and found <= today:
            return found
    return None
