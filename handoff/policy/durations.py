"""How the policy writes a length of time: ``<n><unit>``, for instance ``24h``, ``10wd``, ``8wk``.

Only the grammar and its words live here. What "ten working days" means on a given calendar is the business of
``handoff.sla.business_hours``, a layer above.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from handoff.i18n import to_persian


class Unit(StrEnum):
    """``min`` and ``h`` run day and night; ``wh`` and ``wd`` run while the organisation works; the rest are calendar time."""

    MINUTE = "min"
    HOUR = "h"
    WORKING_HOUR = "wh"
    WORKING_DAY = "wd"
    CALENDAR_DAY = "cd"
    WEEK = "wk"
    MONTH = "mo"
    YEAR = "yr"

    @property
    def is_exact(self) -> bool:
        """True when a limit in this unit ends at a moment, false when it ends with a day."""
        return self in (Unit.MINUTE, Unit.HOUR, Unit.WORKING_HOUR)


@dataclass(frozen=True)
class Duration:
    """A promised length of time. Zero means at once (or, in days, the same day)."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> Duration:
        """ValueError when the text is not ``<n>(min|h|wh|wd|cd|wk|mo|yr)``."""
        match = _GRAMMAR.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not a duration such as 24h, 4wh, 10wd, 14cd, 8wk, 6mo or 1yr")
        return cls(int(match[1]), Unit(match[2]))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    def in_words(self, language: str) -> str:
        """“10 working days”, «۱۰ روز کاری»."""
        if language == "fa":
            if self.amount == 0:
                return "بی‌درنگ" if self.unit.is_exact else "همان روز"
            return f"{'یک' if self.amount == 1 else to_persian(str(self.amount))} {_PERSIAN[self.unit]}"
        else:
            if self.amount == 0:
                return "at once" if self.unit.is_exact else "the same day"
            return f"one {_ENGLISH[self.unit]}" if self.amount == 1 else f"{self.amount} {_ENGLISH[self.unit]}s"


_GRAMMAR = re.compile(r"([0-9]{1,4})(min|h|wh|wd|cd|wk|mo|yr)")

_ENGLISH = {
    Unit.MINUTE: "minute",
    Unit.HOUR: "hour",
    Unit.WORKING_HOUR: "working hour",
    Unit.WORKING_DAY: "working day",
    Unit.CALENDAR_DAY: "day",
    Unit.WEEK: "week",
    Unit.MONTH: "month",
    Unit.YEAR: "year",
}
_PERSIAN = {
    Unit.MINUTE: "دقیقه",
    Unit.HOUR: "ساعت",
    Unit.WORKING_HOUR: "ساعت کاری",
    Unit.WORKING_DAY: "روز کاری",
    Unit.CALENDAR_DAY: "روز",
    Unit.WEEK: "هفته",
    Unit.MONTH: "ماه",
    Unit.YEAR: "سال",
}
