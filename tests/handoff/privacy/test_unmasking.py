"""A reason opens what is masked, for a quarter of an hour, on the record, and the privacy officer reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.errors import Invalid, NotAllowed
from handoff.events import of_case, verify_case
from handoff.follow_ups.models import Prompt
from handoff.insights.unmaskings import opened_in_week
from handoff.insights.views import view_of
from handoff.policy.permissions import Shown
from handoff.privacy.models import Unmasking
from handoff.privacy.naming import end_naming, mark_special, name_person
from handoff.privacy.unmasking import look_over, note_seen, unmask
from tests.handoff.conftest import make_agent
from tests.handoff.privacy.conftest import pass_time, told

WHY = "The sample of the audit contains this case."


@pytest.fixture
async def auditor(services):
    return await make_agent(services, name="Arash", name_fa="آرش", email="arash@example.com", roles=["auditor"])


async def opened(services, case, agent, *classes, reason=WHY):
    async with services.db.transaction() as tx:
        openable = (await view_of(tx, agent, case)).on_reason
        return await unmask(tx, case, agent=agent, classes=classes, openable=openable, reason=reason)


async def sees(services, agent, case, content):
    async with services.db.reading() as tx:
        return (await view_of(tx, agent, case)).sees(content)


async def test_at_4_10_a_role_without_need_sees_masked_and_each_unmasking_says_who_why_and_when(
    services, auditor, mina, clock
):
    """AT-4.10: masked by default; who, why and when of each unmasking."""
    case = (await told(services, owner=mina, key="one")).case
    assert not await sees(services, auditor, case, "narrative")
    await opened(services, case, auditor, "narrative")
    assert await sees(services, auditor, case, "narrative")
    assert not await sees(services, auditor, case, "identity"), "only what was asked for"
    async with services.db.reading() as tx:
        row = await tx.scalar(select(Unmasking))
        assert (row.agent_id, row.classes, row.at, row.until - row.at) == (
            auditor.id, ["narrative"], clock.now(), timedelta(minutes=15),
        )  # fmt: skip
        event = (await of_case(tx, case.id))[-1]
        assert (event.name, event.actor) == ("privacy.unmasked", f"agent:{auditor.id}")
        assert WHY not in str(event.data)
        assert await verify_case(tx, case.id) is None
        week = await opened_in_week(tx, mina, "")
        assert [(line.agent.id, line.reason) for line in week.lines] == [(auditor.id, WHY)]


async def test_it_is_over_after_a_quarter_of_an_hour(services, auditor, mina, clock):
    case = (await told(services, owner=mina, key="one")).case
    await opened(services, case, auditor, "identity")
    clock.advance(timedelta(minutes=14, seconds=59))
    assert await sees(services, auditor, case, "identity")
    clock.advance(timedelta(seconds=2))
    assert not await sees(services, auditor, case, "identity")


async def test_without_a_reason_or_beyond_ones_role_nothing_opens(services, auditor, mina):
    case = (await told(services, owner=mina, key="one")).case
    with pytest.raises(Invalid):
        await opened(services, case, auditor, "narrative", reason="why?")
    with pytest.raises(NotAllowed):
        await opened(services, case, auditor, "needs")
    await opened(services, case, auditor, "narrative")


async def test_what_was_opened_for_one_is_not_open_for_another(services, auditor, mina, omid):
    case = (await told(services, owner=mina, key="one")).case
    await opened(services, case, auditor, "narrative")
    assert not await sees(services, omid, case, "narrative")


async def test_the_list_of_the_week_comes_to_the_privacy_officer_who_does_not_tick_their_own(
    services, auditor, mina, parisa, clock
):
    case = (await told(services, owner=mina, key="one")).case
    row = await opened(services, case, auditor, "narrative")
    await pass_time(services, clock, days=7)
    async with services.db.reading() as tx:
        task = await tx.scalar(select(Prompt).where(Prompt.kind == "opened_list"))
        assert (task.audience, task.data["href"]) == ("privacy_officer", "/console/privacy/unmaskings?week=2026-11-23")
    async with services.db.transaction() as tx:
        assert not await look_over(tx, row.id, by=auditor), "nobody looks over their own"
        assert await look_over(tx, row.id, by=parisa)
        assert not await look_over(tx, row.id, by=parisa)


async def test_looking_at_protected_content_is_on_the_record_once_in_a_quarter_of_an_hour(services, mina, clock):
    case = (await told(services, owner=mina, key="one")).case
    for expected in (True, False):
        async with services.db.transaction() as tx:
            assert await note_seen(tx, await tx.merge(case), agent=mina, classes=("special",)) is expected
    clock.advance(timedelta(minutes=16))
    async with services.db.transaction() as tx:
        assert await note_seen(tx, await tx.merge(case), agent=mina, classes=("special",))


async def test_specially_protected_content_is_for_named_people(services, mina, omid, nasrin):
    """Mina answers for it; Omid sees its line and none of its content, until Nasrin names him."""
    case = (await told(services, owner=mina, key="one")).case
    investigator = await make_agent(
        services, name="Sina", name_fa="سینا", email="sina@example.com", roles=["investigator"]
    )
    async with services.db.transaction() as tx:
        case = await tx.merge(case)
        assert await mark_special(tx, case, special=True, by=mina)
        assert not await mark_special(tx, case, special=True, by=mina)
    async with services.db.reading() as tx:
        view = await view_of(tx, investigator, case)
        assert (view.shown("narrative"), view.on_reason) == (Shown.NOTHING, ())
    async with services.db.transaction() as tx:
        assert await name_person(tx, await tx.merge(case), person=investigator, by=nasrin)
        assert not await name_person(tx, await tx.merge(case), person=investigator, by=nasrin)
    async with services.db.reading() as tx:
        view = await view_of(tx, investigator, case)
        assert "narrative" in view.on_reason, "named, and not the one who answers: the story still asks for a reason"
    async with services.db.transaction() as tx:
        assert await end_naming(tx, await tx.merge(case), person=investigator, by=nasrin)
        with pytest.raises(NotAllowed):
            await name_person(tx, await tx.merge(case), person=nasrin, by=nasrin)
