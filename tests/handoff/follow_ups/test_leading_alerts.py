"""Serious complaints reach those who lead, and climb while nobody reads of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.channels.email.models import Letter
from handoff.follow_ups.leading_alerts import note_read, unread
from handoff.follow_ups.needing import mark_done
from handoff.staff import Agent
from handoff.web.identity import STAFF_COOKIE
from handoff.web.server import make_web_app
from handoff.worker import tick
from tests.handoff.conftest import PASSWORD, make_agent
from tests.handoff.follow_ups.looking import needs, pass_time, prompts
from tests.handoff.sla.world import judged, owned, register

KIND = "serious_alert"


@pytest.fixture
async def bahar(services) -> Agent:
    """The management's representative."""
    return await make_agent(services, name="Bahar", name_fa="بهار", email="bahar@example.com", roles=["management_rep"])


@pytest.fixture
async def serious(services, mina, nasrin, bahar) -> Case:
    """Judged as of first priority on a working morning, and owned by Mina."""
    case = await register(services)
    await owned(services, case, mina)
    await judged(services, case, mina, severity=4, impact=3, urgency=3)
    await tick(services)
    return case


async def levels(services):
    return [(row.audience, row.state) for row in await prompts(services, KIND)]


async def test_at_5_2_unread_for_a_working_hour_an_alert_climbs_a_level(services, clock, serious, nasrin, bahar):
    """AT-5.2: a minute before the hour it has not climbed, a minute after it has; whoever opens it ends both."""
    assert await levels(services) == [("supervisor", "sent"), ("management_rep", "due")]
    (first, above) = await prompts(services, KIND)
    assert above.at - first.at == timedelta(hours=1), "within the working day"
    await pass_time(services, clock, timedelta(minutes=59), step=timedelta(minutes=59))
    assert [need.code for need in await needs(services, bahar)].count(KIND) == 0
    await pass_time(services, clock, timedelta(minutes=2), step=timedelta(minutes=2))
    assert await levels(services) == [("supervisor", "sent"), ("management_rep", "sent")]
    assert [need.number for need in await needs(services, bahar) if need.code == KIND] == [serious.number]
    async with services.db.transaction() as tx:
        case = await tx.get_one(Case, serious.id)
        await note_read(tx, case, bahar)
        assert await unread(tx, case, nasrin) == []
    rows = await prompts(services, KIND)
    assert [(row.state, row.done_by) for row in rows] == [("done", f"agent:{bahar.id}")] * 2
    assert all(row.ended_at == clock.now() for row in rows)


async def test_at_5_2_a_read_alert_climbs_no_further(services, clock, serious, nasrin, aiohttp_client):
    """AT-5.2: opening the case is reading it; by name and time."""
    from handoff.staff import sign_in

    _, token = await sign_in(services.db, email=nasrin.email, password=PASSWORD, device="a test")
    desk = await aiohttp_client(make_web_app(services), cookies={STAFF_COOKIE: token})
    assert (await desk.get(f"/console/cases/{serious.number}", headers={"Accept": "text/html"})).status == 200
    await pass_time(services, clock, timedelta(hours=3), step=timedelta(hours=1))
    first, above = await prompts(services, KIND)
    assert (first.state, first.done_by, above.state, above.times_sent) == (
        "done", f"agent:{nasrin.id}", "cancelled", 0,
    )  # fmt: skip


async def test_marked_as_done_in_the_list_it_is_read_too(services, serious, nasrin):
    (first, _) = await prompts(services, KIND)
    async with services.db.transaction() as tx:
        await mark_done(tx, first.id, agent=await tx.get_one(Agent, nasrin.id))
    assert await levels(services) == [("supervisor", "done"), ("management_rep", "cancelled")]


async def test_in_the_evening_the_hour_counts_from_the_next_morning(services, clock, mina, nasrin, bahar):
    clock.advance(timedelta(hours=7))  # half past eight in Tehran
    case = await register(services)
    await owned(services, case, mina)
    await judged(services, case, mina, severity=4, impact=3, urgency=3)
    await tick(services)
    first, above = await prompts(services, KIND)
    assert (first.state, above.state) == ("sent", "due")
    assert above.at - first.at > timedelta(hours=11)


async def test_who_leads_and_is_away_gets_a_letter_and_ordinary_complaints_alert_nobody(services, mina, nasrin, bahar):
    async with services.db.transaction() as tx:
        (await tx.get_one(Agent, nasrin.id)).presence = "offline"
    plain = await register(services, key="plain")
    await owned(services, plain, mina)
    await judged(services, plain, mina)
    await tick(services)
    assert await prompts(services, KIND) == []
    case = await register(services)
    await owned(services, case, mina)
    await judged(services, case, mina, severity=4, impact=3, urgency=3)
    await tick(services)
    async with services.db.reading() as tx:
        written = (await tx.scalars(select(Letter).where(Letter.template == f"staff:{KIND}"))).all()
    assert [letter.case_id for letter in written] == [case.id]


async def test_at_5_2_where_somebody_may_be_in_danger_the_alarm_climbs_sooner_still(services, clock, nasrin, bahar):
    """AT-5.2: the alarm for danger goes to the next level after half an hour, day and night."""
    await register(services, safety=True)
    async with services.db.transaction() as tx:
        for agent in await tx.scalars(select(Agent)):
            agent.languages = ["de"]  # nobody takes it
    await pass_time(services, clock, timedelta(minutes=31), step=timedelta(minutes=31))
    assert await prompts(services, KIND) == []
    assert {row.audience for row in await prompts(services, "P26") if row.times_sent} == {
        "safety_officer", "supervisor", "next_level",
    }  # fmt: skip
