"""The longer road: a first attempt that ran out, an investigation, a decision that somebody approves, a case opened again."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.accepting import accept, reject
from handoff.cases.answering import Finding, approve, propose
from handoff.cases.examination.planning import open_investigation
from handoff.cases.looking_up import issues_of
from handoff.cases.moving import CUSTOMER, Actor, move
from handoff.cases.reopening import reopen
from handoff.events import verify_everything
from handoff.sla.models import Deadline
from handoff.worker import tick
from tests.handoff.follow_ups.looking import needs, pass_time, prompts, said
from tests.handoff.sla.world import answered, case_of, judged, owned, register

DAY = timedelta(days=1)


async def _investigated(services, case, agent) -> None:
    """Looked into, and a decision proposed."""
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        await open_investigation(tx, found, actor=Actor.agent(agent.id))
    async with services.db.transaction() as tx:
        found = await tx.get_one(Case, case.id)
        findings = {
            issue.id: Finding(outcome="upheld", reason="The lid was broken.", cause="K01")
            for issue in await issues_of(tx, found)
        }
        await propose(
            tx, found, findings=findings, text="We were at fault.", remedies=[], evidence="a picture",
            why_no_remedy="none is wanted", actor=Actor.agent(agent.id),
        )  # fmt: skip


async def test_a_first_attempt_that_runs_out_becomes_an_investigation_and_the_complainant_hears_the_plan(
    services, conversation, clock, mina
):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    async with services.db.transaction() as tx:
        await move(tx, await tx.get_one(Case, case.id), "T05", Actor.agent(mina.id))
    await pass_time(services, clock, 6 * DAY)  # three working days, with a weekend between
    assert (await case_of(services, case)).state == "investigating"
    await pass_time(services, clock, DAY)
    plan = next(text for text in await said(services, conversation, kind="prompt") if "looking into" in text)
    assert "\u2068Mina\u2069 is now looking into your complaint." in plan
    assert "You will have our answer by Tuesday 8 December" in plan


async def test_a_proposed_decision_waits_for_the_approver_until_it_is_decided(
    services, conversation, clock, mina, nasrin
):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await _investigated(services, case, mina)
    await tick(services)
    task = next(need for need in await needs(services, nasrin) if need.code == "P13")
    assert task.number == case.number
    async with services.db.transaction() as tx:
        await approve(tx, await tx.get_one(Case, case.id), actor=Actor.agent(nasrin.id, "approver"))
    await tick(services)
    assert "P13" not in {need.code for need in await needs(services, nasrin)}
    assert any(text.startswith("We were at fault.") for text in await said(services, conversation, kind="prompt"))


async def test_a_rejection_with_something_new_starts_the_promise_of_an_answer_anew(services, conversation, clock, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    clock.advance(2 * DAY)
    async with services.db.transaction() as tx:
        await reject(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER, new="You forgot the cable.")
    async with services.db.reading() as tx:
        targets = (
            await tx.scalars(select(Deadline).where(Deadline.kind == "answer_target").order_by(Deadline.turn))
        ).all()
    assert [(row.turn, row.met_at is None) for row in targets] == [(1, False), (2, True)]
    assert targets[1].base_at == clock.now()
    assert {prompt.state for prompt in await prompts(services, "P16")} == {"cancelled"}


async def test_a_case_opened_again_has_new_clocks_and_keeps_the_old_results(
    services, conversation, clock, mina, nasrin
):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    async with services.db.transaction() as tx:
        await accept(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)
    await pass_time(services, clock, 5 * DAY)
    async with services.db.transaction() as tx:
        await reopen(
            tx, await tx.get_one(Case, case.id), reason="it broke again", actor=Actor.agent(nasrin.id, "supervisor")
        )
    await tick(services)
    async with services.db.reading() as tx:
        rows = (await tx.scalars(select(Deadline).where(Deadline.case_id == case.id))).all()
        assert (await verify_everything(tx))[1] == []
    alive = {row.kind for row in rows if row.met_at is None and row.cancelled_at is None}
    assert alive == {"answer_target", "answer_hard", "progress"}
    assert all(row.missed_at is None for row in rows)
