"""A calendar in words: “Saturday to Wednesday 8:30–12:30 and 13:30–17:00 (Tehran time)”."""

from __future__ import annotations

from itertools import groupby

from handoff.i18n import to_persian
from handoff.policy.calendars import Block, Calendar

_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_PERSIAN = ("دوشنبه", "سه‌شنبه", "چهارشنبه", "پنجشنبه", "جمعه", "شنبه", "یکشنبه")


def opening_hours(calendar: Calendar, language: str) -> str:
    """The week begins after the weekend; days with the same hours that follow each other are told together."""
    days = _week_after_the_weekend(calendar)
    groups = [(hours, [day for _, day in group]) for hours, group in groupby(days, key=lambda pair: pair[0]) if hours]
    if language == "fa":
        told = "؛ ".join(f"{_span(days, _PERSIAN, ' تا ')}، {_hours_in_persian(hours)}" for hours, days in groups)
        return f"{told} (به وقت {calendar.place.fa})"
    else:
        told = "; ".join(f"{_span(days, _ENGLISH, ' to ')} {_hours_in_english(hours)}" for hours, days in groups)
        return f"{told} ({calendar.place.en} time)"


def _week_after_the_weekend(calendar: Calendar) -> list[tuple[tuple[Block, ...], int]]:
    starts = [day for day in range(7) if calendar.week[day] and not calendar.week[day - 1]]
    first = starts[0] if starts else 0
    return [(calendar.week[day % 7], day % 7) for day in range(first, first + 7)]


def _span(days: list[int], names: tuple[str, ...], to: str) -> str:
    if len(days) == 1:
        return names[days[0]]
    else:
        return f"{names[days[0]]}{to}{names[days[-1]]}"


def _hours_in_english(blocks: tuple[Block, ...]) -> str:
    return " and ".join(f"{block.start:%-H:%M}–{block.end:%-H:%M}" for block in blocks)


def _hours_in_persian(blocks: tuple[Block, ...]) -> str:
    return to_persian(" و ".join(f"{block.start:%-H:%M} تا {block.end:%-H:%M}" for block in blocks))
