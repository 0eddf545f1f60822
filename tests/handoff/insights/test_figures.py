"""Every figure equals what somebody else counts from the raw rows, by other means."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from handoff.cases import Case, RemedyItem
from handoff.governance.models import PolicyRead, PolicyStatement, Suggestion
from handoff.improvement.models import Action, ActionStep
from handoff.insights.facts.keeping import behind, catch_up
from handoff.insights.facts.models import CaseFact, IssueFact
from handoff.insights.measures.catalogue import BEHIND, MEASURING, count, is_shown
from handoff.insights.periods import Period, period_named, week_of
from handoff.insights.trends import trends, weekly_flow
from handoff.insights.watching import look, to_look
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.conftest import ON_BOTH
from tests.handoff.sla.world import answered, judged, owned, register
from tests.support.recounting import SHARES, Recount, differences, read_rows
from tests.support.simulated import simulate, write

TEHRAN = ZoneInfo("Asia/Tehran")


@pytest.fixture
async def year(services, mina, omid):
    """Six hundred complaints of one year, and their facts."""
    rows = simulate(600, now=services.clock.now(), days=365, agents=[mina.id, omid.id])
    async with services.db.transaction() as tx:
        await write(tx, rows)
    while True:
        async with services.db.transaction() as tx:
            if not await catch_up(tx):
                break
    return rows


def last(days: int) -> Period:
    return Period(date(2026, 11, 24) - timedelta(days=days - 1), date(2026, 11, 24), TEHRAN)


async def both(services, period) -> tuple[dict, Recount]:
    async with services.db.reading() as tx:
        figures = {code: await count(tx, code, period) for code in MEASURING}
        return figures, Recount(await read_rows(tx), period.start, period.last, services.clock.now(), TEHRAN)


@ON_BOTH
@pytest.mark.parametrize("days", [365, 90])
async def test_each_measure_equals_a_recount_by_other_means(services, year, mina, omid, days):
    await _lead(services, mina, omid)
    figures, again = await both(services, last(days))
    assert differences(figures, again) == {}
    assert again.m01() > 50
    for code in SHARES:
        assert figures[code].n > 20, code
    assert (figures["M15"].hits, figures["M15"].n, figures["M20"].n) == (1, 2, 1)
    assert [line.n for line in figures["M15"].lines[:2]] == [1, 1], "one is open, and late"
    assert len(figures["M17"].lines) > 12
    assert [line.n for line in figures["M19"].lines] == [1, 2]


async def _lead(services, mina, omid):
    """What the organisation did beside the cases: actions and their checks, an idea, a policy that one of two has read."""
    async with services.db.transaction() as tx:
        now = tx.clock.now()
        for number, (source, state, result) in enumerate(
            [
                ("case", "closed_effective", "effective"),
                ("audit", "closed_not_effective", "not_effective"),
                ("case", "open", None),
            ]
        ):
            ended = now - timedelta(days=number + 1) if result else None
            action = Action(
                key=f"test:{number}", title="Lids", kind="corrective", source=source, state=state, state_entered_at=now,
                opened_at=now - timedelta(days=40), opened_by="system", contain_by=now, cause_by=now, numbers={},
                result=result, checked_at=ended, closed_at=ended,
            )  # fmt: skip
            tx.add(action)
            await tx.flush()
            due = now - timedelta(days=2)
            tx.add(
                ActionStep(
                    action_id=action.id, kind="corrective", what=b"-", owner_id=mina.id, due_at=due, first_due_at=due
                )
            )
        tx.add(Suggestion(by_id=mina.id, at=now - timedelta(days=3), words=b"-"))
        tx.add(Suggestion(by_id=omid.id, at=now - timedelta(days=500), words=b"-"))
        statement = PolicyStatement(
            version=1, text_en="We listen.", text_fa="می‌شنویم.", signed_by="Roya", published_by_id=mina.id,
            published_at=now, review_due=now,
        )  # fmt: skip
        tx.add(statement)
        await tx.flush()
        tx.add(PolicyRead(statement_id=statement.id, agent_id=omid.id, read_at=now))


async def test_the_list_behind_a_share_has_as_many_as_count(services, year):
    async with services.db.reading() as tx:
        for code in ("M06", "M07", "M08", "M09", "M11", "M12"):
            ids = (await tx.scalars(BEHIND[code](tx, last(365)))).all()
            assert len(ids) == (await count(tx, code, last(365))).hits, code


async def test_at_8_4_each_measure_has_definition_owner_direction_and_minimum(services):
    """AT-8.4: each measure is defined, owned, and says which way is better and how few are too few; and each is counted."""
    measures = services.policy.measures
    assert set(MEASURING) == set(measures.catalogue)
    for measure in measures.catalogue.values():
        assert measure.owner in services.policy.lifecycle.roles
        assert measure.minimum >= 1
        assert measure.better in ("more", "fewer", "neither")
        assert measure.formula.en
        assert measure.formula.fa
        assert measure.caution.en
        assert measure.caution.fa


async def test_at_h_everything_that_is_to_be_monitored_is_a_measure_and_both_cautions_are_there(services):
    """AT-H: the data of the annex are measures, and its two cautions are among the rules for reading."""
    wanted = {
        "received": "M01", "at the first point": "M06", "wrongly prioritised": "M07", "acknowledged late": "M03",
        "answered late": "M04", "sent outside": "M09", "repeated": "M11", "improvements": "M20", "satisfaction": "M13",
        "actions that worked": "M15", "ideas of staff": "M19",
    }  # fmt: skip
    assert set(wanted.values()) <= set(services.policy.measures.catalogue)
    rules = [rule.en for rule in services.policy.measures.reading_rules]
    assert "Fast is not satisfied." in rules
    assert "More may mean that complaining has become easier." in rules


async def test_at_6_4_what_complaints_cost_is_the_sum_of_the_cases(services, year):
    """AT-6.4: the report's total equals the sum over the cases."""
    async with services.db.reading() as tx:
        figure = await count(tx, "M22", last(365))
        amounts = (await tx.scalars(select(RemedyItem.amount).where(RemedyItem.amount.is_not(None)))).all()
    assert sum(line.cost for line in figure.lines) == sum(amounts)


async def test_too_few_are_not_shown(services, mina):
    async with services.db.reading() as tx:
        figure = await count(tx, "M06", last(30))
        assert (figure.n, figure.value, is_shown(tx, figure)) == (0, None, False)


@ON_BOTH
async def test_the_facts_follow_the_case_within_a_tick(services, mina, clock):
    case = await register(services)
    await tick(services)
    await owned(services, case, mina)
    await judged(services, case, mina)
    clock.advance(timedelta(days=2))
    await answered(services, case, mina)
    async with services.db.reading() as tx:
        assert (await tx.get_one(CaseFact, case.id)).answered_day is None, "the worker has not looked yet"
    await tick(services)
    async with services.db.reading() as tx:
        fact = await tx.get_one(CaseFact, case.id)
        issue = (await tx.scalars(select(IssueFact))).one()
        assert await behind(tx, 1) == []
    assert (fact.answer_days, fact.at_front_line, fact.outcome, fact.severity) == (2, True, "upheld", 2)
    assert (issue.topic, issue.outcome, issue.confirmed) == ("C02.1", "upheld", True)


async def test_weeks_begin_after_the_organisations_weekend(services, year):
    async with services.db.reading() as tx:
        flow = await weekly_flow(tx, 4)
    assert [start.weekday() for start, _, _ in flow] == [5, 5, 5, 5], "Saturday in Iran"
    assert week_of(date(2026, 11, 24), 5) == date(2026, 11, 21)
    assert flow[-1][0] == date(2026, 11, 14), "the week that still runs is left out"


@pytest.mark.parametrize(
    ("name", "language", "start", "end"),
    [
        ("30d", "en", date(2026, 10, 26), date(2026, 11, 24)),
        ("last_month", "en", date(2026, 10, 1), date(2026, 10, 31)),
        ("last_month", "fa", date(2026, 10, 23), date(2026, 11, 21)),  # Aban
        ("last_quarter", "en", date(2026, 7, 1), date(2026, 9, 30)),
        ("last_quarter", "fa", date(2026, 6, 22), date(2026, 9, 22)),  # summer
    ],
)
def test_months_and_quarters_are_those_of_the_readers_calendar(name, language, start, end):
    period = period_named(name, date(2026, 11, 24), TEHRAN, language)
    assert (period.start, period.last) == (start, end)


async def planted(services, agents, *, extra: int) -> None:
    """A steady year; in the last whole week `extra` more complaints about C04 than usual."""
    rows = simulate(1, now=services.clock.now(), days=1, agents=agents)
    cases, number = rows.by_table[Case], 1
    for week in range(1, 33):
        for place in range(6 + (week * 7) % 5 + (extra if week == 1 else 0)):
            number += 1
            at = services.clock.now() - timedelta(days=7 * week - 1, hours=place % 20)
            topic = "C04.1" if place % 2 or (week == 1 and place >= 6) else "C02.1"
            more = simulate(1, now=at + timedelta(hours=1), days=1, agents=agents, first_id=number, seed=number)
            case = more.by_table[Case][0]
            case |= {"received_at": at, "registered_at": at}
            cases.append(case)
            for table, added in more.by_table.items():
                if table is not Case:
                    rows.by_table[table].extend(added)
            for issue in more.by_table[type_of(rows, "issues")]:
                issue["topic"] = topic
    async with services.db.transaction() as tx:
        await write(tx, rows)
    while await _more(services):
        pass


def type_of(rows, name):
    return next(table for table in rows.by_table if table.__tablename__ == name)


async def _more(services) -> int:
    async with services.db.transaction() as tx:
        return await catch_up(tx)


async def test_at_8_2_a_planted_shift_is_found_and_nothing_else(services, mina):
    """AT-8.2: in data with a planted shift exactly the expected signals are raised, once."""
    await planted(services, [mina.id], extra=25)
    async with services.db.transaction() as tx:
        (today,) = await to_look(tx, 1)
        raised = [signal for signal in await look(tx, today) if signal.kind == "chart"]
    assert {signal.topic for signal in raised} == {"all", "C04"}
    assert all(signal.numbers["count"] > signal.numbers["high"] for signal in raised)
    async with services.db.transaction() as tx:
        assert await to_look(tx, 1) == [], "once a day"
        assert await look(tx, today) == []


async def test_without_a_shift_there_is_no_signal(services, mina):
    await planted(services, [mina.id], extra=0)
    async with services.db.transaction() as tx:
        assert [trend.code for trend in await trends(tx) if trend.remarkable] == []


async def test_at_4_3_three_weeks_of_more_in_than_out_raise_an_alert_with_numbers(services, mina, clock):
    """AT-4.3: arrivals above closures for three weeks raise a capacity alert that names the numbers."""
    for week in range(3):
        for place in range(2):
            await register(services, key=f"{week}:{place}")
        if week < 2:
            async with services.db.transaction() as tx:
                assert [signal.kind for signal in await look(tx, 1000 + week)] == []
        clock.advance(timedelta(days=7))
    await tick(services)
    async with services.db.reading() as tx:
        from handoff.improvement.models import Signal

        (signal,) = (await tx.scalars(select(Signal))).all()
    assert (signal.kind, signal.numbers["backlog"]) == ("capacity", 6)
    assert [[came, went] for _, came, went in signal.numbers["weeks"]] == [[2, 0]] * 3


async def test_the_same_problem_of_three_people_is_a_signal(services, mina):
    from handoff.cases import Contact

    for number in range(3):
        contact = Contact(email=f"somebody{number}@example.com")
        await register(services, key=str(number), contact=contact, product=" KETTLE " if number else "kettle")
        await tick(services)
        async with services.db.transaction() as tx:
            found = [signal for signal in await look(tx, 2000 + number) if signal.kind == "recurring"]
        assert bool(found) is (number == 2)
    assert (found[0].topic, found[0].numbers["people"]) == ("C02.1", 3)
    async with services.db.reading() as tx:
        assert (await tx.get_one(Agent, mina.id)).active
