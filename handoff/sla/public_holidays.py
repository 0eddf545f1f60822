"""Public holidays of a country, by name in both languages, worked out once per year.

The dates come from the ``holidays`` package. Lunar dates are estimates there and days off are declared at short notice,
so a calendar can add days (``closed``) and take days away (``open``).
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

from handoff.i18n import to_persian
from handoff.policy.calendars import Calendar
from handoff.policy.texts import LANGUAGES, Text

_PERSIAN = "fa_IR"
_SUBSTITUTE = " (observed)"


@lru_cache(maxsize=256)
def holidays_in(calendar: Calendar, year: int) -> dict[date, Text]:
    """The days of this year on which the organisation is closed although it is not its weekend."""
    names = {language: _names(calendar, year, language) for language in LANGUAGES}
    found = {day: Text(name, names["fa"].get(day, name)) for day, name in names["en"].items()}
    for special in calendar.open:
        found.pop(special.day, None)
    for special in calendar.closed:
        if special.day.year == year:
            found[special.day] = special.name
    return found


def _names(calendar: Calendar, year: int, language: str) -> dict[date, str]:
    if calendar.country is None:
        return {}
    else:
        known = holidays.country_holidays(calendar.country, subdiv=calendar.subdivision, years=year, expand=False)
        spoken = [name for name in known.supported_languages if name.startswith(language)]
        if spoken:
            chosen = "en_US" if "en_US" in spoken and calendar.country != "GB" else spoken[0]
            known = holidays.country_holidays(
                calendar.country, subdiv=calendar.subdivision, years=year, expand=False, language=chosen
            )
        named = ((day, _tidy(name, language, calendar)) for day, name in known.items() if day.year == year)
        return dict(named)


def _tidy(name: str, language: str, calendar: Calendar) -> str:
    if language == "fa":
        parts = (_in_persian(part.strip(), calendar) for part in name.replace("؛", ";").split(";"))
        return to_persian("، ".join(parts))
    else:
        return name.replace(";", ",")


def _in_persian(name: str, calendar: Calendar) -> str:
    plain = name.removesuffix(_SUBSTITUTE)
    translated = calendar.holiday_names.get(plain, plain)
    if plain != name:
        return f"{translated} (روز جایگزین)"
    else:
        return translated
