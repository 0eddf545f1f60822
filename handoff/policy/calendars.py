"""When the organisation works, as data. The arithmetic on it is in ``handoff.sla.business_hours``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo, available_timezones

import holidays

from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, order=True)
class Block:
    """A stretch of working time within one local day; it is open at ``start`` and closed at ``end``."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


@dataclass(frozen=True)
class SpecialDay:
    day: date
    name: Text


@dataclass(frozen=True)
class Calendar:
    """``week`` holds the blocks of Monday to Sunday. ``closed`` adds days off, ``open`` takes holidays away again."""

    code: str
    name: Text
    time_zone: str
    place: Text
    week: tuple[tuple[Block, ...], ...]
    country: str | None
    subdivision: str | None
    closed: tuple[SpecialDay, ...]
    open: tuple[SpecialDay, ...]
    holiday_names: Lookup[str]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def weekend(self) -> tuple[str, ...]:
        return tuple(name for name, blocks in zip(WEEKDAYS, self.week, strict=True) if not blocks)


def read_calendars(node: Node) -> Lookup[Calendar]:
    found = node.fields("version calendars", "holiday_names")
    names: Lookup[str] = Lookup()
    if "holiday_names" in found:
        names = Lookup((english, entry.string()) for english, entry in found["holiday_names"].entries())
    return Lookup((code, _calendar(code, entry, names)) for code, entry in found["calendars"].entries())


def _calendar(code: str, node: Node, holiday_names: Lookup[str]) -> Calendar:
    found = node.fields("en fa time_zone place weekend blocks closed open", "holidays")
    weekend = found["weekend"].choices(WEEKDAYS)
    working = " ".join(day for day in WEEKDAYS if day not in weekend)
    if not working:
        raise found["weekend"].broken("leaves no day to work")
    blocks = found["blocks"].fields(working)
    country, subdivision = _holiday_set(found["holidays"]) if "holidays" in found else (None, None)
    return Calendar(
        code=code,
        name=node.text_of(found["en"], found["fa"]),
        time_zone=_time_zone(found["time_zone"]),
        place=found["place"].text(),
        week=tuple(_blocks(blocks[day]) if day in blocks else () for day in WEEKDAYS),
        country=country,
        subdivision=subdivision,
        closed=tuple(_special_day(entry) for entry in found["closed"].items()),
        open=tuple(_special_day(entry) for entry in found["open"].items()),
        holiday_names=holiday_names,
    )


def _time_zone(node: Node) -> str:
    if node.string() not in available_timezones():
        raise node.broken(f"“{node.string()}” is not a time zone such as Europe/London")
    return node.string()


def _holiday_set(node: Node) -> tuple[str, str | None]:
    found = node.fields("country", "subdivision")
    country = found["country"].string()
    subdivision = found["subdivision"].string() if "subdivision" in found else None
    try:
        holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError as problem:
        raise node.broken(f"no public holidays are known for {country} {subdivision or ''}".rstrip()) from problem
    return country, subdivision


def _blocks(node: Node) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for item in node.items():
        start, dash, end = item.string().partition("-")
        block = Block(_part(item, start), _part(item, end if dash else ""))
        if block.end <= block.start or (blocks and block.start < blocks[-1].end):
            raise item.broken("blocks must run forwards and must not overlap")
        blocks.append(block)
    if not blocks:
        raise node.broken("a working day needs a block such as 09:00-17:00; otherwise it belongs to the weekend")
    return tuple(blocks)


def _part(node: Node, text: str) -> time:
    return Node(node.file, node.path, text).hour()


def _special_day(node: Node) -> SpecialDay:
    found = node.fields("date en fa")
    return SpecialDay(found["date"].day(), node.text_of(found["en"], found["fa"]))
