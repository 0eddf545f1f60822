"""Cases that need more care: danger in its steps, a colleague complained about, needs with consent, our own motion."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Actor
from handoff.cases.care.containing import lift_alarm, next_safety_step, take_safety_step
from handoff.cases.care.continuing import conclude_own_motion, continue_without_complainant
from handoff.cases.care.hearing_staff import name_subject, tell_subject
from handoff.cases.care.supporting import needs_of, note_need
from handoff.cases.conditions import nobody_in_danger
from handoff.cases.finding import find_all
from handoff.cases.models import Case
from handoff.cases.moving import NotPossible
from handoff.cases.owning import ConflictOfInterest, own
from handoff.errors import Conflict, Invalid, NotAllowed
from handoff.events import of_case
from handoff.follow_ups.models import Prompt
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import make_agent
from tests.support.examining import assessed, findings, investigated


async def case_in(tx, case) -> Case:
    return await tx.get_one(Case, case.id)


async def test_a_danger_ends_only_after_each_step_and_by_the_safety_officer(services, mina, nasrin):
    case = await register(services, safety=True)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who, officer = Actor.agent(mina.id), Actor.agent(nasrin.id, "safety_officer")
        assert not await nobody_in_danger(tx, case)
        with pytest.raises(Conflict):
            await take_safety_step(tx, case, code="assessed", words="Looked.", actor=who)
        for code in ("contacted", "contained", "assessed"):
            assert await next_safety_step(tx, case) == code
            await take_safety_step(tx, case, code=code, words="Done.", actor=who)
        with pytest.raises(NotAllowed):
            await take_safety_step(tx, case, code="cleared", words="Over.", actor=who)
        await take_safety_step(tx, case, code="cleared", words="The kettle was taken back.", actor=officer)
        assert await nobody_in_danger(tx, case)
        names = [row.name for row in await of_case(tx, case.id)]
        assert names.count("case.safety_step") == 4


async def test_a_false_alarm_is_lifted_with_a_reason_and_the_judged_priority_comes_back(services, mina, nasrin):
    case = await register(services, safety=True)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await assessed(tx, case, mina, severity=3)
        assert case.priority == "P1"
        with pytest.raises(NotAllowed):
            await lift_alarm(tx, case, reason="A figure of speech.", actor=Actor.agent(mina.id))
        officer = Actor.agent(nasrin.id, "safety_officer")
        with pytest.raises(Invalid):
            await lift_alarm(tx, case, reason=" ", actor=officer)
        await lift_alarm(tx, case, reason="“My phone is dying” is a figure of speech.", actor=officer)
        assert (case.flags, case.priority) == ([], "P3")


async def test_the_alarm_stops_when_somebody_spoke_with_the_person(services, mina):
    case = await register(services, safety=True)
    await tick(services)

    async def alarms():
        async with services.db.reading() as tx:
            rows = await tx.scalars(select(Prompt).where(Prompt.kind == "P26", Prompt.case_id == case.id))
            return {row.state for row in rows if row.state in ("due", "sent")}

    assert await alarms()
    async with services.db.transaction() as tx:
        await take_safety_step(
            tx, await case_in(tx, case), code="contacted", words="He is fine.", actor=Actor.agent(mina.id)
        )
    assert not await alarms()


async def test_naming_a_colleague_takes_the_case_from_their_line_at_once(services, mina, omid, nasrin):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        for somebody in (mina, omid):
            (await tx.get_one(Agent, somebody.id)).manager_id = nasrin.id
        await own(tx, case, await tx.get_one(Agent, omid.id), actor=Actor.agent(omid.id))
        await name_subject(tx, case, await tx.get_one(Agent, omid.id), actor=Actor.agent(mina.id))
        assert (case.owner_id, case.subject_id, case.flags) == (None, omid.id, ["staff_subject"])
        for somebody in (omid, nasrin):
            with pytest.raises(ConflictOfInterest):
                await own(tx, case, await tx.get_one(Agent, somebody.id), actor=Actor.agent(somebody.id))
        with pytest.raises(ConflictOfInterest):
            await tell_subject(tx, case, summary="x", actor=Actor.agent(omid.id))


async def test_only_who_leads_may_tell_them_later_and_says_why(services, mina, omid):
    leader = await make_agent(services, name="Reza", name_fa="رضا", email="reza@example.com", roles=["supervisor"])
    case = await register(services, subject_id=omid.id, staff_subject=True)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        with pytest.raises(NotAllowed):
            await tell_subject(
                tx, case, summary="Money is missing.", later_because="The tapes.", actor=Actor.agent(mina.id)
            )
        lead = Actor.agent(leader.id, "supervisor")
        notice = await tell_subject(tx, case, summary="Money is missing.", later_because="The tapes.", actor=lead)
        assert notice.told_at is None
        await tell_subject(tx, case, summary="Money is missing.", actor=lead)
        assert notice.told_at is not None
        with pytest.raises(Conflict):
            await tell_subject(tx, case, summary="Once more.", actor=lead)


async def test_a_need_raises_the_case_one_step_and_once_only(services, mina):
    case = await register(services, topics=())
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who, later = Actor.agent(mina.id), tx.clock.now() + timedelta(days=90)
        told = {"driver": "health", "words": "Call instead of writing.", "review_at": later, "actor": who}
        with pytest.raises(Invalid):
            await note_need(tx, case, consent="", **told)
        before = case.priority
        await note_need(tx, case, consent="spoken", **told)
        await note_need(tx, case, consent="spoken", **{**told, "words": "Large print."})
        assert (before, case.priority, case.flags) == ("P4", "P3", ["vulnerable"])
        assert len(await needs_of(tx, case)) == 2


async def test_a_matter_goes_on_without_its_complainant_and_ends_with_findings(services, mina, nasrin):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina)
        lead = Actor.agent(nasrin.id, "supervisor")
        with pytest.raises(NotPossible) as refused:
            await continue_without_complainant(tx, case, why=" ", actor=lead)
        assert refused.value.unmet == ("why_it_must_continue",)
        await continue_without_complainant(tx, case, why="Others may have the same lid.", actor=lead)
        assert case.state == "own_motion"
        with pytest.raises(NotPossible) as refused:
            await conclude_own_motion(tx, case, actor=lead)
        assert {"findings", "actions_or_why_none"} <= set(refused.value.unmet)
        await find_all(tx, case, await findings(tx, case, "not_upheld"), actor=who)
        case.acknowledged_at = tx.clock.now()
        await conclude_own_motion(tx, case, why_no_action="Only one lid was broken.", actor=lead)
        assert (case.state, case.closure_reason) == ("closed", "own_motion_concluded")
