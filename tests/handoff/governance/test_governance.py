"""How the desk is led: what is signed is read, what is drawn can be drawn again, what is frozen stays."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from handoff.cases import Actor, Case
from handoff.errors import Conflict, Invalid, NotAllowed
from handoff.governance.auditing import HEADINGS, draw_sample, look_at, plan_audit, record_finding, report_audit
from handoff.governance.models import Audit, AuditCase, Review
from handoff.governance.reviewing import INPUTS, add_words, begin_review, decide, freeze, hold_meeting, still_as_frozen
from handoff.governance.sampling import draw
from handoff.governance.signing import publish_policy, renew_policy
from handoff.improvement.models import Action
from handoff.insights.evidence.checking import CHECKS
from handoff.insights.evidence.counting import EVIDENCE
from handoff.insights.evidence.gathering import gather, to_csv
from handoff.insights.facts.keeping import catch_up
from handoff.insights.measures.catalogue import count
from handoff.insights.periods import Period
from handoff.insights.publishing import published_figures
from handoff.insights.snapshots import figure_data, take_snapshot
from handoff.worker import tick
from tests.handoff.conftest import ON_BOTH, ON_POSTGRESQL, make_agent
from tests.handoff.follow_ups.looking import needs, pass_time
from tests.handoff.insights.test_figures import TEHRAN
from tests.handoff.sla.world import register
from tests.support.simulated import simulate, write

DAY = timedelta(days=1)
SIGNED = {"text_en": "We listen.", "text_fa": "ما می‌شنویم.", "signed_by": "Leila Ahmadi, director"}


@pytest.fixture
async def roya(services):
    """The management representative."""
    return await make_agent(
        services, name="Roya", name_fa="رویا", email="roya@example.com", roles=["management_rep", "supervisor"]
    )


@pytest.fixture
async def vera(services):
    """An auditor."""
    return await make_agent(services, name="Vera", name_fa="ورا", email="vera@example.com", roles=["auditor"])


@pytest.fixture
async def many(services, mina, omid):
    """Three hundred simulated cases with their facts; Mina and Omid handled them."""
    async with services.db.transaction() as tx:
        await write(tx, simulate(300, now=services.clock.now(), days=300, agents=[mina.id, omid.id]))
    while await _more(services):
        pass


async def _more(services) -> int:
    async with services.db.transaction() as tx:
        return await catch_up(tx)


async def status(services, clause) -> str:
    async with services.db.reading() as tx:
        return next(row.status for row in await gather(tx) if clause in row.clause.clauses)


async def test_every_name_of_the_policy_is_known_to_the_code(services):
    clauses = services.policy.clauses.rows.values()
    assert {name for clause in clauses for name in clause.evidence} == set(EVIDENCE)
    assert {clause.check for clause in clauses if clause.check} == set(CHECKS)


async def test_at_4_1_every_clause_has_evidence_to_count_and_an_empty_database_has_none(services):
    """AT-4.1: each principle has a query; with nothing in the database every one of them says "none"."""
    async with services.db.reading() as tx:
        rows = await gather(tx)
    assert {row.status for row in rows} == {"none"}
    covered = {clause for row in rows for clause in row.clause.clauses}
    assert {f"4.{number}" for number in range(2, 16)} - {"4.11"} <= covered
    assert {"5.1", "5.2", "5.3", "5.4", *(f"6.{n}" for n in range(1, 5)), *(f"7.{n}" for n in range(1, 10)),
            *(f"8.{n}" for n in range(1, 8))} <= covered  # fmt: skip


@ON_BOTH
async def test_evidence_appears_with_the_records_and_its_table_has_a_hash(services, many):
    assert await status(services, "7.2") == "present"
    assert await status(services, "8.6") == "none", "no review was held"
    assert await status(services, "8.4") == "present"
    async with services.db.reading() as tx:
        content, printed = to_csv(await gather(tx), at="now")
        assert to_csv(await gather(tx), at="now") == (content, printed)
    assert len(printed) == 64


async def test_at_4_2_an_overdue_review_turns_the_clause_amber_and_tasks_the_representative(services, clock, roya):
    """AT-4.2: with its review overdue the policy no longer counts as present, and the representative has the task."""
    async with services.db.transaction() as tx:
        due = clock.now() + 40 * DAY
        statement = await publish_policy(tx, **SIGNED, review_due=due, actor=Actor.agent(roya.id))
        review = await begin_review(tx, start=date(2026, 8, 1), last=date(2026, 10, 31), actor=Actor.agent(roya.id))
        await freeze(tx, review, {}, actor=Actor.agent(roya.id))
        await hold_meeting(tx, review, held_on=date(2026, 11, 20), attendees=[roya], minutes="We met.")
    assert await status(services, "4.2") == "present"
    await pass_time(services, clock, 41 * DAY, step=DAY)
    assert await status(services, "4.2") == "partial"
    tasks = [need for need in await needs(services, roya) if need.code == "P29"]
    assert tasks
    assert tasks[-1].what == "The complaints policy: the review is due today"
    assert tasks[-1].href == "/console/policy"
    async with services.db.transaction() as tx:
        statement = await tx.merge(statement)
        await renew_policy(tx, statement, review_due=clock.now() + 365 * DAY, actor=Actor.agent(roya.id))
    assert await status(services, "4.2") == "present"
    assert [need for need in await needs(services, roya) if need.code == "P29"] == []


async def test_at_4_9_what_is_published_equals_what_is_counted_inside(services, many):
    """AT-4.9: the published figure is the internal one, for the same period and definition."""
    period = Period(date(2026, 7, 1), date(2026, 9, 30), TEHRAN)
    async with services.db.reading() as tx:
        published = [row for row in await published_figures(tx, period) if row.figure]
        assert len(published) >= 4
        for row in published:
            inside = await count(tx, row.measure.code, period)
            assert (row.figure.n, row.figure.hits, row.figure.value) == (inside.n, inside.hits, inside.value)
            assert row.figure.lines == (), "a small part is a small cell"


async def test_at_8_1_a_cell_below_the_threshold_is_not_published(services, mina):
    """AT-8.1: with fewer cases than the threshold nothing is published."""
    for number in range(3):
        await register(services, key=str(number))
    await tick(services)
    period = Period(date(2026, 11, 1), date(2026, 11, 30), TEHRAN)
    async with services.db.reading() as tx:
        assert (await count(tx, "M01", period)).n == 3
        assert [row.figure for row in await published_figures(tx, period)] == [None] * 6


def test_at_8_3_a_draw_can_be_done_again_and_each_group_gives_its_part():
    """AT-8.3: the same seed draws the same; nothing else has a say in it."""
    members = {f"PA-{number}": ("small" if number < 3 else "large") for number in range(100)}
    first = draw(members, size=10, seed="autumn")
    assert draw(dict(reversed(members.items())), size=10, seed="autumn") == first
    assert draw(members, size=10, seed="winter") != first
    assert len(first) == 10
    assert sorted(set(first.values())) == ["large", "small"]
    assert draw(members, size=1000, seed="x") == members
    assert draw({}, size=5, seed="x") == {}


async def planned(services, auditor, deputy=None, size=12) -> Audit:
    async with services.db.transaction() as tx:
        return await plan_audit(
            tx, title="Autumn", clauses=["7.5"], auditor=auditor, deputy=deputy,
            planned_for=date(2026, 11, 24), start=date(2026, 1, 1), last=date(2026, 11, 24), sample_size=size,
        )  # fmt: skip


async def drawn(services, audit, agent, **values) -> list[AuditCase]:
    async with services.db.transaction() as tx:
        return list(await draw_sample(tx, await tx.get_one(Audit, audit.id), actor=Actor.agent(agent.id), **values))


@ON_BOTH
async def test_at_8_5_an_auditor_who_handled_a_sampled_case_is_swapped_out(services, many, mina, vera):
    """AT-8.5: Mina audits, and the cases in which she had a part are looked at by the auditor who had none."""
    rows = await drawn(services, await planned(services, mina), vera, seed="autumn")
    async with services.db.reading() as tx:
        owners = {case.id: case.owner_id for case in await tx.scalars(select(Case))}
    assert {row.auditor_id for row in rows} == {mina.id, vera.id}
    for row in rows:
        assert row.auditor_id == (vera.id if owners[row.case_id] == mina.id else mina.id)
    again = await drawn(services, await planned(services, mina), vera, seed="autumn")
    assert [row.case_id for row in again] == [row.case_id for row in rows], "the seed decides"


async def test_without_anybody_who_had_no_part_nothing_is_drawn(services, many, mina, omid):
    audit = await planned(services, mina)
    with pytest.raises(Conflict) as refused:
        await drawn(services, audit, omid)
    assert refused.value.stable_code == "no_auditor"


@ON_POSTGRESQL
async def test_two_draw_at_once_and_there_is_one_sample(services, many, vera):
    audit = await planned(services, vera)
    done = await asyncio.gather(*(drawn(services, audit, vera) for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(one, list) for one in done) == 1


async def test_at_i_a_report_says_something_under_each_of_its_six_headings(services, many, vera, mina):
    """AT-I: six headings, none of them empty; findings that matter become actions."""
    audit = await planned(services, vera)
    (sampled, *_) = await drawn(services, audit, vera)
    words = dict.fromkeys(HEADINGS, "Yes, in all but one case.")
    async with services.db.transaction() as tx:
        audit, sampled = await tx.get_one(Audit, audit.id), await tx.get_one(AuditCase, sampled.id)
        who = Actor.agent(vera.id)
        with pytest.raises(NotAllowed):
            await look_at(tx, sampled, agreed=True, actor=Actor.agent(mina.id))
        await look_at(tx, sampled, agreed=True, actor=who)
        finding = await record_finding(tx, audit, grade="minor", clause="7.5", words="Two without a plan.", actor=who)
        noted = await record_finding(tx, audit, grade="strength", clause="7.3", words="Kept informed.", actor=who)
        assert (await tx.get_one(Action, finding.action_id)).source == "audit_finding"
        assert noted.action_id is None
        with pytest.raises(Invalid):
            await report_audit(tx, audit, {**words, "weaknesses": " "}, actor=who)
        await report_audit(tx, audit, words, actor=who)
        with pytest.raises(Conflict):
            await report_audit(tx, audit, words, actor=who)
    assert len(HEADINGS) == 6


async def begun(services, roya) -> Review:
    async with services.db.transaction() as tx:
        review = await begin_review(tx, start=date(2026, 7, 1), last=date(2026, 9, 30), actor=Actor.agent(roya.id))
        await add_words(tx, review, {"changes_outside": "A new law.", "performance": "not ours to write"})
    return review


async def test_at_8_6_the_pack_has_every_heading_and_what_is_frozen_stays(services, many, roya, mina, clock):
    """AT-8.6: all sixteen inputs are there, the figures are frozen, and later changes in the records do not reach them."""
    assert len(INPUTS) == 16
    review = await begun(services, roya)
    async with services.db.transaction() as tx:
        review = await tx.get_one(Review, review.id)
        with pytest.raises(Conflict):
            await hold_meeting(tx, review, held_on=date(2026, 10, 5), attendees=[roya], minutes="Too early.")
        snapshot = await take_snapshot(tx, review.start, review.last)
        await freeze(tx, review, snapshot, actor=Actor.agent(roya.id))
        with pytest.raises(Conflict):
            await freeze(tx, review, {}, actor=Actor.agent(roya.id))
        with pytest.raises(Conflict):
            await add_words(tx, review, {"risks": "Too late."})
    async with services.db.transaction() as tx:
        await tx.execute(update(Case).values(flags=["safety"], reopen_count=1))
    async with services.db.transaction() as tx:
        review = await tx.get_one(Review, review.id)
        assert review.snapshot == snapshot
        assert await still_as_frozen(tx, review)
        await hold_meeting(tx, review, held_on=date(2026, 10, 5), attendees=[roya, mina], minutes="We met.")
        assert await still_as_frozen(tx, review), "minutes come after the figures"
        decision = await decide(
            tx, review, kind="process", words="Answer within eight days.", owner=mina, due_at=clock.now() + 30 * DAY,
            metric="M04", actor=Actor.agent(roya.id),
        )  # fmt: skip
        action = await tx.get_one(Action, decision.action_id)
        assert (action.source, action.owner_id, action.metric) == ("review_decision", mina.id, "M04")
        review.snapshot = {**snapshot, "start": "2020-01-01"}
        assert not await still_as_frozen(tx, review), "a change is seen"


async def test_the_packs_figures_are_those_of_the_measures(services, many, roya):
    period = Period(date(2026, 7, 1), date(2026, 9, 30), TEHRAN)
    async with services.db.reading() as tx:
        snapshot = await take_snapshot(tx, period.start, period.last)
        for code in services.policy.measures.catalogue:
            assert snapshot["figures"][code] == figure_data(await count(tx, code, period))
