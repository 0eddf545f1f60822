"""Languages, calendars, digits and directions: how everything that is said gets said in the reader's way."""

from handoff.i18n.bidi import isolate, left_to_right
from handoff.i18n.catalogue import Translations, mark, plural, translate
from handoff.i18n.dates import (
    format_date,
    format_date_short,
    format_day,
    format_day_and_time,
    format_time,
    parse_date,
)
from handoff.i18n.digits import for_reader, to_latin, to_persian
from handoff.i18n.durations import format_duration, relative
from handoff.i18n.languages import DEFAULT, LANGUAGES, direction, known, negotiate
from handoff.i18n.letters import normalise, search_key, sort_key
from handoff.i18n.numbers import format_money, format_number, format_percent, parse_number

__all__ = [
    "DEFAULT",
    "LANGUAGES",
    "Translations",
    "direction",
    "for_reader",
    "format_date",
    "format_date_short",
    "format_day",
    "format_day_and_time",
    "format_duration",
    "format_money",
    "format_number",
    "format_percent",
    "format_time",
    "isolate",
    "known",
    "left_to_right",
    "mark",
    "negotiate",
    "normalise",
    "parse_date",
    "parse_number",
    "plural",
    "relative",
    "search_key",
    "sort_key",
    "to_latin",
    "to_persian",
    "translate",
]
