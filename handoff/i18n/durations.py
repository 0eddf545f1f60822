"""How long, how long ago, and in how long: rounded down to one unit, so that no more time is promised than there is."""

from __future__ import annotations

from datetime import datetime, timedelta

from handoff.i18n.catalogue import mark, mark_plural, plural, translate

_UNITS = (  # name and seconds; a month and a year of the calendar's average length
    ("year", 31_556_952),
    ("month", 2_629_746),
    ("day", 86_400),
    ("hour", 3_600),
    ("minute", 60),
)
_LENGTHS = {
    "year": mark_plural("{n} year", "{n} years"),
    "month": mark_plural("{n} month", "{n} months"),
    "day": mark_plural("{n} day", "{n} days"),
    "hour": mark_plural("{n} hour", "{n} hours"),
    "minute": mark_plural("{n} minute", "{n} minutes"),
}
_SHORT_LENGTHS = {
    "year": mark("{n} y"),
    "month": mark("{n} mo"),
    "day": mark("{n} d"),
    "hour": mark("{n} h"),
    "minute": mark("{n} min"),
}


def format_duration(length: timedelta, language: str, *, short: bool = False) -> str:
    """ "3 hours", «۳ ساعت»; short: "3 h". The largest whole unit; less than a minute is said as that."""
    seconds = abs(length).total_seconds()
    for unit, size in _UNITS:
        if seconds >= size:
            n = int(seconds // size)
            if short:
                return translate(language, _SHORT_LENGTHS[unit], n=n)
            else:
                return plural(language, *_LENGTHS[unit], n)
    return translate(language, mark("less than a minute"))


def relative(when: datetime, now: datetime, language: str, *, short: bool = False) -> str:
    """ "in 3 hours", "5 minutes ago", «۳ ساعت دیگر», «۵ دقیقه پیش»; within the minute that has passed, "just now"."""
    length = format_duration(when - now, language, short=short)
    if when > now:
        return translate(language, "in {length}", length=length)
    elif now - when < timedelta(minutes=1):
        return translate(language, "just now")
    else:
        return translate(language, "{length} ago", length=length)
