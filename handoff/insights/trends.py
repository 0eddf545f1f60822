"""Week by week: how many complaints about each category, and whether the last weeks are more, or fewer, than usual."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CompoundSelect, func, select

from handoff.db import Transaction
from handoff.insights.facts.models import CaseFact, IssueFact
from handoff.insights.periods import week_of
from handoff.insights.statistics.comparing import discoveries
from handoff.insights.statistics.control import Chart, at_least, at_most, chart
from handoff.policy.measures import Measures

WEEK = timedelta(days=7)
WEEKS = 32  # shown and looked at
ALL = "all"
Hidden = CompoundSelect[tuple[int]] | None  # cases that are left out, for the eyes of one person


@dataclass(frozen=True)
class Trend:
    """One series of whole weeks. `chart` is None while there is too little for limits. `remarkable`: the last week is a signal
    that is left after so many series were looked at."""

    code: str
    weeks: tuple[date, ...]
    counts: tuple[int, ...]
    chart: Chart | None
    remarkable: bool

    @property
    def change(self) -> float:
        """The last four weeks against the four before, as a difference per week."""
        return (sum(self.counts[-4:]) - sum(self.counts[-8:-4])) / 4


async def trends(tx: Transaction, *, weeks: int = WEEKS, hidden: Hidden = None) -> list[Trend]:
    """The whole first, then each category that had a complaint, in the taxonomy's order. The week that still runs is left out."""
    zone = ZoneInfo(tx.policy.calendar.time_zone)
    starts = _weeks(tx.clock.now().astimezone(zone).date(), first_weekday(tx), weeks)
    counted = await _counted(tx, starts, hidden)
    rules: Measures = tx.policy.measures
    charts = {code: _chart(rules, starts, series) for code, series in counted.items()}
    chances = {
        code: _chance(made) for code, made in charts.items() if made and made.points[-1].count >= _least(rules, made)
    }
    found = discoveries(chances, rules.false_discovery)
    return [
        Trend(code, tuple(starts), tuple(counted[code]), charts[code], _remarkable(charts[code], code in found))
        for code in [ALL, *tx.policy.taxonomy.categories]
        if code in counted
    ]


async def weekly_flow(tx: Transaction, weeks: int = 12, *, hidden: Hidden = None) -> list[tuple[date, int, int]]:
    """For each whole week: how many came in and how many were closed."""
    zone = ZoneInfo(tx.policy.calendar.time_zone)
    starts = _weeks(tx.clock.now().astimezone(zone).date(), first_weekday(tx), weeks)
    came, went = Counter[date](), Counter[date]()
    for column, into in ((CaseFact.received_day, came), (CaseFact.closed_day, went)):
        query = select(column, func.count()).where(
            column >= starts[0], column < starts[-1] + WEEK, CaseFact.state != "merged", *_without(CaseFact, hidden)
        )
        for day, n in await tx.execute(query.group_by(column)):
            into[week_of(day, first_weekday(tx))] += n
    return [(start, came[start], went[start]) for start in starts]


def first_weekday(tx: Transaction) -> int:
    """The day after the organisation's weekend: Saturday (5) in Iran, Monday (0) elsewhere."""
    rest = {day for day, blocks in enumerate(tx.policy.calendar.week) if not blocks}
    return next((day for day in range(7) if day not in rest and (day - 1) % 7 in rest), 0)


async def _counted(tx: Transaction, starts: list[date], hidden: Hidden) -> Mapping[str, list[int]]:
    """By category, by week. A case counts once in each of its categories, and once in the whole."""
    within = (IssueFact.received_day >= starts[0], IssueFact.received_day < starts[-1] + WEEK)
    by_category = (
        select(IssueFact.category, IssueFact.received_day, func.count())
        .where(IssueFact.leads.is_(True), *within, *_without(IssueFact, hidden))
        .group_by(IssueFact.category, IssueFact.received_day)
    )  # fmt: skip
    whole = (
        select(CaseFact.received_day, func.count())
        .where(
            CaseFact.received_day >= starts[0], CaseFact.received_day < starts[-1] + WEEK, CaseFact.state != "merged"
        )
        .group_by(CaseFact.received_day)
    )
    place = {start: number for number, start in enumerate(starts)}
    counted: dict[str, list[int]] = defaultdict(lambda: [0] * len(starts))
    for category, day, n in await tx.execute(by_category):
        counted[category][place[week_of(day, first_weekday(tx))]] += n
    for day, n in await tx.execute(whole):
        counted[ALL][place[week_of(day, first_weekday(tx))]] += n
    return counted


def _without(table: Any, hidden: Hidden) -> tuple[Any, ...]:
    return (table.case_id.not_in(hidden),) if hidden is not None else ()


def _weeks(today: date, first: int, count: int) -> list[date]:
    running = week_of(today, first)
    return [running - WEEK * back for back in range(count, 0, -1)]


def _chart(rules: Measures, starts: list[date], counts: list[int]) -> Chart | None:
    """The baseline is everything since the first complaint, without the last four weeks: they are what is looked at."""
    first = next((place for place, count in enumerate(counts) if count), len(counts))
    shown, baseline = counts[first:], len(counts) - first - 4
    if baseline < rules.provisional_from:
        return None
    return chart(
        shown, labels=[start.isoformat() for start in starts[first:]], baseline=baseline, rules=rules.run_rules,
        firm_from=rules.firm_from, provisional_from=rules.provisional_from,
    )  # fmt: skip


def _chance(made: Chart) -> float:
    """The two-sided chance of the last week, with the spread that the series has anyway."""
    last = made.points[-1]
    mean = made.centre * last.exposure
    if made.spread > 1:
        scaled = mean + (last.count - mean) / made.spread
        return 2 * min(at_least(round(scaled), mean), at_most(round(scaled), mean), 0.5)
    return 2 * min(at_least(last.count, mean), at_most(last.count, mean), 0.5)


def _least(rules: Measures, made: Chart) -> int:
    """A rise needs a least number of complaints; a fall is a fall also to nothing."""
    last = made.points[-1]
    return rules.least_cases if last.value >= made.centre else 0


def _remarkable(made: Chart | None, found: bool) -> bool:
    return made is not None and found and bool(made.points[-1].rules)
