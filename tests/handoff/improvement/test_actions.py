"""An action from the problem to the proof that it helped; whatever skips a step is refused, with the reason."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Actor, Case
from handoff.cases.looking_up import issues_of
from handoff.cases.moving import NotPossible
from handoff.cases.parties import complainant_of
from handoff.errors import Conflict, Invalid
from handoff.events import EventRow
from handoff.follow_ups.models import Prompt
from handoff.improvement.checking import check_effect
from handoff.improvement.conditions import CONDITIONS
from handoff.improvement.finding_others import note_affected, offer_remedy
from handoff.improvement.models import Action, ActionStep
from handoff.improvement.moving import move_action
from handoff.improvement.planning import (
    Target,
    describe,
    do_step,
    name_people,
    plan_step,
    put_off,
    set_target,
    state_cause,
    steps_of,
)
from handoff.improvement.teaching import lessons, mark_read, publish_lesson, unread
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.follow_ups.looking import needs, pass_time

DAY = timedelta(days=1)
TARGET = Target(
    metric="M01", baseline_count=79, baseline_exposure=20.9, target_rate=1.5, window_days=30, min_exposure=10
)


async def do(services, action, act, *given, **values):
    """Let an act happen to the action in a transaction of its own."""
    async with services.db.transaction() as tx:
        return await act(tx, await tx.get_one(Action, action.id), *given, **values)


async def go(services, action, step, agent, **values):
    await do(services, action, move_action, step, actor=Actor.agent(agent.id), **values)


async def planned(services, action, mina, omid, *, systemic=False) -> Action:
    """Contained, its cause known, its plan made."""
    await do(services, action, describe, what="The lid is broken.", containment="Boxes are checked by hand.")
    await go(services, action, "contain", mina)
    await do(
        services, action, state_cause, code="K07", method="five_whys", cause="No corner guard.", evidence="Photographs."
    )
    await go(services, action, "analyse", mina)
    await do(services, action, name_people, owner=mina, sponsor=None, checker=omid)
    await do(services, action, set_target, TARGET)
    await do(
        services, action, plan_step, kind="corrective", what="Order guards.", owner=mina,
        due_at=services.clock.now() + 20 * DAY, actor=Actor.agent(mina.id),
    )  # fmt: skip
    await go(services, action, "plan", mina)
    return action


async def watched(services, action, mina, omid) -> Action:
    """Everything is done, its effect is being watched."""
    await planned(services, action, mina, omid)
    await go(services, action, "begin", mina)
    async with services.db.transaction() as tx:
        action = await tx.get_one(Action, action.id)
        for step in await steps_of(tx, action):
            await do_step(tx, action, step, proof="Invoice 4711", actor=Actor.agent(mina.id))
    await go(services, action, "finish", mina)
    return action


async def look(services, action, agent, count=24, exposure=20.4):
    return await do(
        services, action, check_effect, count=count, exposure=exposure, note="Counted by week.",
        actor=Actor.agent(agent.id),
    )  # fmt: skip


async def state_of(services, action) -> Action:
    async with services.db.reading() as tx:
        return await tx.get_one(Action, action.id)


async def test_every_condition_of_the_policy_is_known_to_the_code(services):
    assert set(CONDITIONS) == set(services.policy.improvement.conditions)


async def test_from_the_problem_to_the_proof(services, opened, mina, omid, clock):
    action = await watched(services, await opened(), mina, omid)
    clock.advance(31 * DAY)
    assert await look(services, action, omid) == "effective"
    await go(services, action, "confirm", omid)
    action = await state_of(services, action)
    assert (action.state, action.result, action.closed_by) == ("closed_effective", "effective", f"agent:{omid.id}")
    assert action.numbers["ratio"] == pytest.approx(0.31, abs=0.005)
    async with services.db.reading() as tx:
        moves = [row.data["step"] for row in await tx.scalars(_named("improvement.action_moved"))]
    assert moves == ["contain", "analyse", "plan", "begin", "finish", "confirm"]


async def test_at_8_7_closing_without_a_passed_check_is_refused(services, opened, mina, omid, clock):
    """AT-8.7: nobody closes an action as effective whose check was not passed."""
    action = await watched(services, await opened(), mina, omid)
    clock.advance(31 * DAY)
    with pytest.raises(NotPossible) as refused:
        await go(services, action, "confirm", omid)
    assert refused.value.unmet == ("enough_was_seen", "check_passed")
    assert await look(services, action, omid, count=79) == "not_effective"
    with pytest.raises(NotPossible) as refused:
        await go(services, action, "confirm", omid)
    assert refused.value.unmet == ("check_passed",)
    await go(services, action, "reopen", omid)
    assert (await state_of(services, action)).state == "reopened_not_effective"


async def test_at_4_13_effective_is_only_what_somebody_else_found_effective(services, opened, mina, omid, clock):
    """AT-4.13: an action counts as effective only after a passed check by another than its owner."""
    action = await watched(services, await opened(), mina, omid)
    with pytest.raises(NotPossible) as refused:
        await look(services, action, mina)
    assert refused.value.unmet == ("checker_is_not_owner", "check_was_due")
    clock.advance(31 * DAY)
    with pytest.raises(NotPossible) as refused:
        await look(services, action, mina)
    assert refused.value.unmet == ("checker_is_not_owner",)
    assert await look(services, action, omid) == "effective"


async def test_the_target_is_stated_before_the_work_begins(services, opened, mina, omid):
    action = await planned(services, await opened(), mina, omid)
    await go(services, action, "begin", mina)
    with pytest.raises(Conflict) as refused:
        await do(services, action, set_target, TARGET)
    assert refused.value.stable_code == "target_late"


async def test_the_checker_is_never_the_owner(services, opened, mina, omid):
    action = await opened()
    with pytest.raises(Invalid):
        await do(services, action, name_people, owner=mina, sponsor=None, checker=mina)
    await do(services, action, name_people, owner=mina, sponsor=None, checker=omid)


async def test_what_cannot_be_told_is_watched_once_more_and_then_counts_as_it_stands(
    services, opened, mina, omid, clock
):
    action = await watched(services, await opened(), mina, omid)
    clock.advance(31 * DAY)
    assert await look(services, action, omid, count=3, exposure=5) == "cannot_tell"
    with pytest.raises(NotPossible):
        await look(services, action, omid)  # its new day has not come
    clock.advance(31 * DAY)
    assert await look(services, action, omid, count=3, exposure=5) == "cannot_tell"
    await go(services, action, "reopen", omid)


@pytest.mark.parametrize(
    ("step", "unmet"),
    [("contain", ("containment_told",)), ("analyse", ("cause_with_evidence", "second_cause_when_serious"))],
)
async def test_a_step_names_what_is_missing(services, opened, mina, step, unmet):
    action = await opened()
    with pytest.raises(NotPossible) as refused:
        await go(services, action, step, mina)
    assert refused.value.unmet == unmet
    with pytest.raises(NotPossible) as refused:
        await go(services, action, "finish", mina)
    assert refused.value.unmet == (), "from here there is no such way at all"


async def test_a_required_action_is_dropped_by_the_management_representative_alone(services, opened, mina, roya):
    action = await opened(required="safety")
    with pytest.raises(NotPossible) as refused:
        await go(services, action, "drop", mina, reason="No time")
    assert refused.value.unmet == ("may_be_dropped",)
    with pytest.raises(NotPossible) as refused:
        await go(services, action, "drop", roya)
    assert refused.value.unmet == ("reason_given",)
    await go(services, action, "drop", roya, reason="The product is no longer sold.")
    assert (await state_of(services, action)).state == "closed_not_needed"
    with pytest.raises(Conflict):
        await do(services, action, describe, what="More words")


@pytest.mark.parametrize(
    ("required", "told"),
    [("critical_upheld", {"severity": 4}), ("safety", {"severity": 2, "safety": True}), ("systemic", {"impact": 3})],
)
async def test_some_complaints_bring_an_action_by_themselves(services, judged_case, roya, mina, required, told):
    if required == "systemic":
        await judged_case("wide", **told)
    else:
        await _decided(services, await judged_case("decided", **told))
    await judged_case("ordinary", answer=True)
    async with services.db.reading() as tx:
        (action,) = (await tx.scalars(select(Action))).all()
    assert action.required == required
    await tick(services)
    assert "action_opened" in [need.code for need in await needs(services, roya)]


async def _decided(services, case) -> None:
    """A serious case is upheld; how the decision came about is told elsewhere."""
    from handoff.cases.events import AnswerSent
    from handoff.events import record

    async with services.db.transaction() as tx:
        for issue in await issues_of(tx, await tx.get_one(Case, case.id)):
            issue.outcome = "upheld"
        await record(tx, AnswerSent(case_id=case.id, conversation_id=case.conversation_id, answer_id=0))


async def test_the_same_reason_opens_one_action(services, opened):
    first, again, other = await opened("one"), await opened("one", title="Said differently"), await opened("two")
    assert first.id == again.id != other.id
    async with services.db.reading() as tx:
        assert len((await tx.scalars(_named("improvement.action_opened"))).all()) == 2


async def test_a_step_reminds_its_owner_and_late_twice_reaches_management(services, opened, mina, omid, roya, clock):
    action = await planned(services, await opened(), mina, omid)
    await pass_time(services, clock, 14 * DAY, step=DAY)
    assert [need.what for need in await needs(services, mina) if need.code == "P27"] != []
    await pass_time(services, clock, 8 * DAY, step=DAY)
    (step,) = await _steps(services, action)
    assert step.late_at is not None
    async with services.db.transaction() as tx:
        action, step = await tx.get_one(Action, action.id), await tx.get_one(ActionStep, step.id)
        await put_off(
            tx, action, step, due_at=clock.now() + 3 * DAY, reason="The supplier is late.", actor=Actor.agent(mina.id)
        )
    assert "action_late" not in [need.code for need in await needs(services, roya)]
    await pass_time(services, clock, 4 * DAY, step=DAY)
    assert (await state_of(services, action)).times_late == 2
    await tick(services)
    (late,) = [need for need in await needs(services, roya) if need.code == "action_late"]
    assert late.href == f"/console/improvement/{action.id}"


async def test_what_is_done_reminds_nobody(services, opened, mina, omid, clock):
    action = await planned(services, await opened(), mina, omid)
    async with services.db.transaction() as tx:
        action = await tx.get_one(Action, action.id)
        (step,) = await steps_of(tx, action)
        with pytest.raises(Invalid):
            await do_step(tx, action, step, proof=" ", actor=Actor.agent(mina.id))
        await do_step(tx, action, step, proof="Invoice 4711", actor=Actor.agent(mina.id))
    await pass_time(services, clock, 30 * DAY, step=DAY)
    assert [need for need in await needs(services, mina) if need.code == "P27"] == []
    async with services.db.reading() as tx:
        states = {prompt.state for prompt in await tx.scalars(select(Prompt).where(Prompt.kind == "P27"))}
    assert states == {"cancelled"}


async def test_a_systemic_action_cannot_close_before_others_were_looked_for(
    services, opened, judged_case, mina, omid, clock
):
    case = await judged_case()
    action = await watched(services, await opened(systemic=True), mina, omid)
    clock.advance(31 * DAY)
    await look(services, action, omid)
    with pytest.raises(NotPossible) as refused:
        await go(services, action, "confirm", omid)
    assert refused.value.unmet == ("others_looked_for",)
    async with services.db.transaction() as tx:
        action, case = await tx.get_one(Action, action.id), await tx.get_one(Case, case.id)
        actor = Actor.agent(mina.id)
        assert await note_affected(tx, action, looked_for={"topic": "C02.1"}, cases=[case], actor=actor) == 1
        assert await note_affected(tx, action, looked_for={"topic": "C02.1"}, cases=[case], actor=actor) == 0
    await go(services, action, "confirm", omid)


async def test_whoever_was_affected_and_did_not_ask_gets_a_case_of_our_own_motion(services, opened, judged_case, mina):
    affected, action, actor = await judged_case(), await opened(), Actor.agent(mina.id)
    words = "We found that your lid may break too. A new one is on its way."
    async with services.db.transaction() as tx:
        action, affected = await tx.get_one(Action, action.id), await tx.get_one(Case, affected.id)
        await note_affected(tx, action, looked_for={"topic": "C02.1"}, cases=[affected], actor=actor)
        own = await offer_remedy(tx, action, affected, words=words, actor=actor)
        assert (own.channel, own.earlier_case_id) == ("own_motion", affected.id)
        assert await complainant_of(tx, own) == await complainant_of(tx, affected)
        with pytest.raises(Conflict):
            await offer_remedy(tx, action, affected, words=words, actor=actor)


async def test_a_lesson_reaches_everybody_in_both_languages(services, opened, mina, omid):
    action, actor = await opened(), Actor.agent(mina.id)
    async with services.db.transaction() as tx:
        with pytest.raises(Invalid):
            await publish_lesson(tx, text_en="Check the lid.", text_fa=" ", actor=actor)
        lesson = await publish_lesson(
            tx, text_en="Check the lid.", text_fa="در را بررسی کنید.", actor=actor, action=action
        )
        omid = await tx.get_one(Agent, omid.id)
        assert await unread(tx, omid) == 1
        assert [await mark_read(tx, lesson, omid), await mark_read(tx, lesson, omid)] == [True, False]
        assert await unread(tx, omid) == 0
        assert [row.topic for row in await lessons(tx)] == ["C02.1"]


@ON_POSTGRESQL
async def test_two_take_the_same_step_and_exactly_one_does(services, opened, mina, omid):
    action = await planned(services, await opened(), mina, omid)
    done = await asyncio.gather(
        *(go(services, action, "begin", agent) for agent in (mina, omid, mina, omid)), return_exceptions=True
    )
    assert [type(one).__name__ for one in done].count("NoneType") == 1
    async with services.db.reading() as tx:
        begun = [row for row in await tx.scalars(_named("improvement.action_moved")) if row.data["step"] == "begin"]
    assert len(begun) == 1


@ON_POSTGRESQL
async def test_two_open_the_same_action_and_there_is_one(services, opened):
    actions = await asyncio.gather(*(opened("same") for _ in range(6)))
    assert len({action.id for action in actions}) == 1


def _named(name):
    return select(EventRow).where(EventRow.name == name).order_by(EventRow.id)


async def _steps(services, action):
    async with services.db.reading() as tx:
        return await steps_of(tx, await tx.get_one(Action, action.id))
