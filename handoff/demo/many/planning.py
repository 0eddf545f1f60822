"""Which lives are lived, and when: some long settled, some ended lately, and some that stand in each open state today."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from handoff.demo.many.life import Life, draw, life
from handoff.demo.many.names import complainant
from handoff.demo.many.roads import ROADS, Road, paces, walk
from handoff.sla.business_hours import WorkCalendar

SETTLED = timedelta(days=50)  # after so long nothing more is due: windows, surveys and reminders are over
SILENCE = timedelta(days=16)  # until a case that waits for a word closes by itself
TRIES = 400
# How often an open case stands in each state.
STANDING = {
    "registered": 2, "in_assessment": 5, "early_resolution": 3, "investigating": 6, "decision_pending": 2, "responded": 7,
    "implementing": 3, "verifying": 3, "internal_review": 1, "unresolved_watch": 1,
}  # fmt: skip
SHARES = {"open": 0.4, "recent": 0.2, "settled": 0.25, "old": 0.15}
FEWEST, MOST = 40, 180


def plan(cases: int, now: datetime, calendar: WorkCalendar, archive: timedelta, chance: Random) -> list[Life]:
    """Lives enough to cast so many cases from, each with its moments. `archive`: after so long a closed case is thinned out."""
    count = min(MOST, max(FEWEST, cases // 12))
    standing = [state for state, share in STANDING.items() for _ in range(share)]
    chance.shuffle(standing)
    turn = cycle([*STANDING, *standing])
    lives: list[Life] = []
    kinds = [kind for kind, share in SHARES.items() for _ in range(round(count * share))]
    for number, kind in enumerate(kinds):
        if kind == "open":
            lives.append(_standing(number, next(turn), now, calendar, chance))
        else:
            lives.append(_ended(number, kind, now, calendar, archive, chance))
    return lives


def _standing(number: int, state: str, now: datetime, calendar: WorkCalendar, chance: Random) -> Life:
    """A life that stands in this state now. Its last step was a while ago: copies of it may be that much younger."""
    roads = {name: road for name, road in ROADS.items() if state == "registered" or _stage(road, state)}
    for _ in range(TRIES):
        name = draw(chance, {name: road.often for name, road in roads.items()})
        road = roads[name]
        hours = paces(road, chance)
        back = sum(hours) * chance.uniform(0.1, 3.5) * chance.random()
        moments = walk(road, now - timedelta(hours=back), calendar, hours)
        done = sum(moment <= now - timedelta(minutes=20) for moment in moments)
        here = "registered" if done == 1 else road.steps[done - 2].state if done > 1 else ""
        undecided = done < len(moments) or road.endless or (road.silent and now - moments[-1] < timedelta(days=9))
        if here == state and undecided and sum(moment <= now for moment in moments) == done:
            return _life(number, name, road, moments, chance)
    raise AssertionError(f"no complaint stands in {state} for long enough to be met there")


def _ended(number: int, kind: str, now: datetime, calendar: WorkCalendar, archive: timedelta, chance: Random) -> Life:
    """A life that is over: lately, or so long ago that nothing more is due, or so long that it has been thinned out."""
    name = draw(chance, {name: road.often for name, road in ROADS.items() if not road.endless})
    road, day = ROADS[name], timedelta(days=1)
    least, most, after, before = {
        "recent": (1 * day, 60 * day, now - SETTLED, now),
        "settled": (55 * day, 95 * day, now - archive, now - SETTLED),
        "old": (archive + 10 * day, archive + 60 * day, now - 2 * archive, now - archive - 3 * day),
    }[kind]
    while True:
        hours = paces(road, chance)
        moments = walk(road, now - least - (most - least) * chance.random(), calendar, hours)
        end = moments[-1] + (SILENCE if road.silent else timedelta(hours=1))
        if after < end < before:
            return _life(number, name, road, moments, chance, quiet=kind != "recent")


def _life(number: int, name: str, road: Road, moments: list[datetime], chance: Random, *, quiet: bool = False) -> Life:
    language = "fa" if chance.random() < 0.45 else "en"
    made = life(
        number, name, front_line=road.front_line, with_remedy=road.remedy, silent=road.silent, quiet=quiet,
        who=complainant(number, language),
        language=language, chance=Random(chance.random()),  # noqa: S311
    )  # fmt: skip
    made.moments = moments
    return made


def _stage(road: Road, state: str) -> bool:
    return any(step.state == state for step in road.steps)
