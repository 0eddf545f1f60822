"""The road of a complaint: assessed, answered, accepted or not; and what stands in the way is named."""

from datetime import timedelta
from decimal import Decimal

import pytest

from handoff.cases import Actor
from handoff.cases.accepting import accept, deem_silent, reject
from handoff.cases.answering import Finding, Remedy, answer_at_front_line, approve, propose, send_back
from handoff.cases.assessing import assess, confirm_topic
from handoff.cases.examination.planning import open_investigation
from handoff.cases.looking_up import issues_of, remedies_of, sent_answer
from handoff.cases.moving import CUSTOMER, NotPossible, move
from handoff.cases.owning import ConflictOfInterest, own
from handoff.cases.remedying import carry_out, confirm_done, report_not_done
from handoff.cases.reopening import reopen
from handoff.cases.withdrawing import withdraw
from handoff.errors import Invalid, NotAllowed
from handoff.events import of_case
from tests.handoff.cases.conftest import register
from tests.support.examining import follow_plan

ANSWER = "You are right: the lid was broken when it left us. I am sorry."


@pytest.fixture
async def tx(services, mina, omid, nasrin):  # the people first: this transaction holds the only pen of SQLite
    async with services.db.transaction() as tx:
        yield tx


async def assessed(tx, agent, severity=2, **changes):
    """A case that `agent` owns, with its topics confirmed and judged."""
    case = await tx.merge(await register_in(tx, **changes))
    who = Actor.agent(agent.id)
    await own(tx, case, agent, actor=who)
    for issue in await issues_of(tx, case):
        await confirm_topic(tx, case, issue, topic=issue.topic, actor=who)
    await assess(tx, case, severity=severity, impact=1, urgency=1, complexity="simple", actor=who)
    return case


async def register_in(tx, **changes):
    from handoff.cases import open_case
    from handoff.cases.moving import ASSISTANT
    from tests.handoff.cases.conftest import complaint

    register.count += 1
    case, _ = await open_case(tx, complaint(**changes), actor=ASSISTANT, idempotency_key=f"road:{register.count}")
    return case


async def findings(tx, case, outcome="upheld"):
    return {
        issue.id: Finding(outcome=outcome, reason="The packing list shows it.", cause="K08")
        for issue in await issues_of(tx, case)
    }


async def test_answered_at_the_front_line_and_accepted(tx, mina):
    case = await assessed(tx, mina)
    who = Actor.agent(mina.id)
    await answer_at_front_line(tx, case, findings=await findings(tx, case), text=ANSWER, remedies=(), actor=who)
    assert case.state == "responded"
    assert await sent_answer(tx, case) == ANSWER
    await accept(tx, case, how="chat", actor=CUSTOMER)
    assert (case.state, case.closure_reason) == ("closed", "resolved_accepted")
    moves = [row.data["transition"] for row in await of_case(tx, case.id) if row.name == "case.moved"]
    assert moves == ["T03", "T05", "T08", "T19"]


async def test_what_was_promised_is_done_and_confirmed_before_it_closes(tx, mina):
    case = await assessed(tx, mina)
    who = Actor.agent(mina.id)
    refund = Remedy(code="R14", amount=Decimal(20), currency="GBP", due_at=tx.clock.now() + timedelta(days=5))
    await answer_at_front_line(tx, case, findings=await findings(tx, case), text=ANSWER, remedies=[refund], actor=who)
    await accept(tx, case, how="chat", actor=CUSTOMER)
    assert case.state == "implementing"
    [item] = await remedies_of(tx, case)
    with pytest.raises(Invalid):
        await carry_out(tx, case, item, proof=" ", actor=who)
    await carry_out(tx, case, item, proof="Transfer 4711", actor=who)
    assert case.state == "verifying"
    await report_not_done(tx, case, missing="No money yet", actor=CUSTOMER)
    assert case.state == "implementing"
    assert item.is_owed, "what was not done is owed again"
    await carry_out(tx, case, item, proof="Transfer 4712", actor=who)
    await confirm_done(tx, case, actor=CUSTOMER)
    assert case.closure_reason == "resolved_accepted"


async def test_a_serious_case_cannot_be_answered_at_the_front_line(tx, mina):
    case = await assessed(tx, mina, severity=3)
    with pytest.raises(NotPossible) as refused:
        await answer_at_front_line(
            tx, case, findings=await findings(tx, case), text=ANSWER, remedies=(), actor=Actor.agent(mina.id)
        )
    assert refused.value.unmet == ("severity_at_most_moderate",)
    assert case.state == "in_assessment"


async def test_at_4_6_an_answer_that_leaves_an_issue_out_is_refused(tx, mina):
    """AT-4.6: no answer goes out while a point is open."""
    case = await assessed(tx, mina)
    some = dict(list((await findings(tx, case)).items())[:1])
    with pytest.raises(NotPossible) as refused:
        await answer_at_front_line(tx, case, findings=some, text=ANSWER, remedies=(), actor=Actor.agent(mina.id))
    assert "outcome_per_issue" in refused.value.unmet


async def test_a_decision_is_approved_by_somebody_else(tx, mina, nasrin):
    case = await assessed(tx, mina, severity=3)
    who = Actor.agent(mina.id)
    await open_investigation(tx, case, actor=who)
    await follow_plan(tx, case, who)
    await propose(
        tx,
        case,
        findings=await findings(tx, case),
        text=ANSWER,
        remedies=(),
        evidence="packing list",
        why_no_remedy="a replacement was sent already",
        actor=who,
    )
    assert case.state == "decision_pending"
    with pytest.raises(NotPossible) as refused:
        await approve(tx, case, actor=Actor.agent(mina.id, "approver"))
    assert refused.value.unmet == ("approver_not_investigator_when_four_eyes",)
    await send_back(tx, case, comment="Say when.", actor=Actor.agent(nasrin.id, "supervisor"))
    assert case.state == "investigating"
    await _propose_again(tx, case, who)
    await approve(tx, case, actor=Actor.agent(nasrin.id, "supervisor"))
    assert case.state == "responded"
    assert (await sent_answer(tx, case)).endswith("Monday.")


async def _propose_again(tx, case, who):
    await propose(
        tx,
        case,
        findings=await findings(tx, case),
        text=ANSWER + " It was sent on Monday.",
        remedies=(),
        evidence="packing list",
        why_no_remedy="sent already",
        actor=who,
    )


async def test_who_is_not_content_never_closes_the_case_by_that(tx, mina):
    case = await assessed(tx, mina)
    who = Actor.agent(mina.id)
    await answer_at_front_line(tx, case, findings=await findings(tx, case), text=ANSWER, remedies=(), actor=who)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    assert case.state == "responded", "nobody here may review it"
    await reject(tx, case, how="chat", actor=CUSTOMER, new="You have not answered about the e-mails.")
    assert case.state == "investigating"


async def test_silence_closes_for_a_reason_of_its_own(tx, mina):
    case = await assessed(tx, mina)
    await answer_at_front_line(
        tx, case, findings=await findings(tx, case), text=ANSWER, remedies=(), actor=Actor.agent(mina.id)
    )
    await deem_silent(tx, case)
    assert case.closure_reason == "deemed_no_reply"


async def test_the_one_complained_about_and_their_line_stay_out(tx, mina, omid, nasrin):
    mina, omid, nasrin = await tx.merge(mina), await tx.merge(omid), await tx.merge(nasrin)
    omid.manager_id, mina.manager_id = nasrin.id, nasrin.id
    case = await register_in(tx, subject_id=omid.id, staff_subject=True)
    for somebody in (omid, nasrin):
        with pytest.raises(ConflictOfInterest):
            await own(tx, case, somebody, actor=Actor.agent(somebody.id))
    assert await own(tx, case, mina, actor=Actor.agent(mina.id)), "a colleague may"


async def test_the_assistant_may_neither_decide_nor_close(tx, mina):
    case = await assessed(tx, mina)
    bot = Actor("assistant", "bot")
    for transition in ("T05", "T06", "T07", "T08", "T17", "T19", "T36"):
        state = tx.policy.lifecycle.transitions[transition].sources[0]
        case.state = state
        with pytest.raises(NotAllowed):
            await move(tx, case, transition, bot)


async def test_withdrawn_and_reopened(tx, mina):
    case = await register_in(tx)
    await withdraw(tx, case, actor=CUSTOMER)
    assert case.closure_reason == "withdrawn"
    await reopen(tx, case, reason="It broke again.", actor=CUSTOMER)
    assert (case.state, case.closed_at, case.reopen_count) == ("investigating", None, 1)


async def test_a_severity_under_the_floor_needs_a_reason(tx, mina):
    from handoff.cases import SuggestedTopic

    case = await register_in(tx, topics=(SuggestedTopic("C10.4", 0.9),))
    who = Actor.agent(mina.id)
    with pytest.raises(Invalid) as refused:
        await assess(tx, case, severity=2, impact=1, urgency=1, complexity="simple", actor=who)
    assert refused.value.stable_code == "below_floor"
    lead = Actor.agent(mina.id, "supervisor")
    await assess(tx, case, severity=2, impact=1, urgency=1, complexity="simple", actor=lead, reason="A test payment.")
