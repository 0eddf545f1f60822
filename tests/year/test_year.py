"""A year of complaints in both languages, with holidays and people away: nothing promised is forgotten.

`YEAR_COMPLAINTS` says how many complaints (`make simulate` lives through 2,000). The judges read only what is left in the
database, and tell the year again from its events.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from handoff.conversations import Conversation  # noqa: F401  (the mappers of what cases point to)
from handoff.events import verify_case
from handoff.follow_ups.models import Prompt
from handoff.insights.board import read_board
from handoff.insights.measures.catalogue import MEASURING, count
from handoff.insights.periods import Period
from handoff.surveys.models import Survey
from tests.handoff.conftest import make_agent
from tests.support.recounting import Recount, differences, read_rows
from tests.year import judging
from tests.year.living import END, Year
from tests.year.plan import BEGIN, complaints

COMPLAINTS = int(os.environ.get("YEAR_COMPLAINTS", "100"))


async def people(services):
    agents = {}
    for name, name_fa, roles in (
        ("Mina", "مینا", ["agent", "investigator"]),
        ("Omid", "امید", ["agent", "investigator"]),
        ("Sahar", "سحر", ["agent", "investigator"]),
        ("Kaveh", "کاوه", ["agent", "reviewer"]),
        ("Nasrin", "نسرین", ["supervisor", "approver", "reviewer", "safety_officer"]),
    ):
        skills = ["payments", "safety", "staff_conduct", "privacy", "vulnerability", "investigation", "front_line"]
        agents[name] = await make_agent(
            services, name=name, name_fa=name_fa, email=f"{name.lower()}@example.com", roles=roles, skills=skills,
            capacity=6,
        )  # fmt: skip
    return agents


async def test_a_whole_year_forgets_no_promise_and_tells_every_breach_once(services, clock):
    clock.move_to(BEGIN)
    began = time.perf_counter()
    year = Year(services, clock, await people(services), complaints(COMPLAINTS))
    await year.live()
    records = await judging.read_records(services)
    states = Counter(case.state for case in records.cases.values())
    print(
        f"\n{len(records.cases)} complaints, {len(records.events)} events, {year.ticks} ticks, "
        f"{time.perf_counter() - began:.0f} s; {dict(states)}; refused: {Counter(year.refused).most_common(5)}"
    )
    assert clock.now() >= END
    assert len(records.cases) == COMPLAINTS

    assert judging.forgotten(records, clock.now()) == []
    told, missed = judging.breaches(records, clock.now())
    assert set(told) == missed, "what the log says was missed is what was missed"
    assert set(told.values()) <= {1}, "a breach is told once"
    assert missed, "in a year with people away and cases that lie, something is late"
    assert len(missed) < len(records.deadlines) / 4, "and most of it is not"

    for case_id, said in judging.retold(records).items():
        for name, value in said.items():
            assert getattr(records.cases[case_id], name) == value or records.cases[case_id].closed_at is None, name
    closed = Counter(case.closure_reason for case in records.cases.values() if case.closed_at is not None)
    assert closed["resolved_accepted"] > 0, closed
    assert sum(closed.values()) > COMPLAINTS * 0.6, "most of the year is settled by its end"
    assert not year.refused, "nothing that people did was refused"
    assert all(case.owner_id is not None for case in records.cases.values()), "nobody's complaint is nobody's"
    await judge_figures(services, year, records)
    await judge_chains(services, records)


async def judge_figures(services, year, records):
    """The year's figures, as a management review shows them, equal a count by other means from the plain rows."""
    now = services.clock.now()
    async with services.db.reading() as tx:
        zone = ZoneInfo(tx.policy.calendar.time_zone)
        period = Period(BEGIN.astimezone(zone).date(), now.astimezone(zone).date(), zone)
        figures = {code: await count(tx, code, period) for code in MEASURING}
        again = Recount(await read_rows(tx), period.start, period.last, now, zone)
        board = await read_board(tx, year.people["Nasrin"])
        asked = Counter((await tx.scalars(select(Survey.case_id))).all())
        due = await tx.scalar(select(func.count(Prompt.id)).where(Prompt.state == "due", Prompt.at <= now))
    assert due == 0, "no prompt was left lying"
    assert set(asked.values()) <= {1}, "nobody is asked twice about one complaint"
    assert differences(figures, again) == {}
    assert figures["M01"].n == len(records.cases)
    for trend in board.trends:
        for start, counted in zip(trend.weeks, trend.counts, strict=True):
            assert counted == _received(year, records, trend.code, start, zone), f"{trend.code}, the week from {start}"


def _received(year, records, category, start, zone):
    """Complaints about a category in the week from this day, by what the plan of the year says."""
    days = (
        case.received_at.astimezone(zone).date() - start
        for case in records.cases.values()
        if category in ("all", year.plans[case.id].topic.partition(".")[0])
    )
    return sum(0 <= passed.days < 7 for passed in days)


async def judge_chains(services, records):
    async with services.db.reading() as tx:
        for case_id in records.cases:
            assert await verify_case(tx, case_id) is None


@pytest.mark.parametrize("count", [1, 500])
def test_the_plan_is_the_same_each_time_and_speaks_both_languages(count):
    assert complaints(count) == complaints(count)
    if count > 1:
        assert {one.language for one in complaints(count)} == {"en", "fa"}
