"""Deciding: every point with a reason and a remedy or why none, approved by somebody new within their limits, sent once."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from handoff.cases import Actor
from handoff.cases.answering import Finding, Remedy, approve, propose_decision, send_back
from handoff.cases.composing import compose, sent_letters
from handoff.cases.examination.events import AnswerReturned
from handoff.cases.finding import drop_remedy, find_all, plan_remedy
from handoff.cases.looking_up import issues_of, latest_answer, remedies_of
from handoff.cases.models import Answer, Case
from handoff.cases.moving import NotPossible
from handoff.cases.triage.merging import merge
from handoff.channels.email.models import Letter
from handoff.db import keys
from handoff.errors import Conflict, NotAllowed
from handoff.events import of_case, verify_case
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import ON_BOTH, ON_POSTGRESQL, make_agent
from tests.support.examining import ANSWER, findings, follow_plan, gathered, investigated, proposed


async def case_in(tx, case) -> Case:
    return await tx.get_one(Case, case.id)


def refund(tx, amount=20, **more) -> Remedy:
    return Remedy(code="R14", amount=Decimal(amount), currency="GBP", due_at=tx.clock.now() + timedelta(days=5), **more)


async def test_at_7_7_an_upheld_issue_with_neither_remedy_nor_reason_is_refused(services, mina):
    """AT-7.7: refused with neither; either a remedy for it, one for the whole, or a reason lets it go."""
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina)
        await gathered(tx, case, who)
        first, second = await issues_of(tx, case)
        found = {
            first.id: Finding(outcome="upheld", reason="It was broken.", cause="K08"),
            second.id: Finding(outcome="partly_upheld", reason="One answer was late.", cause="K03"),
        }
        await find_all(tx, case, found, actor=who)

        async def lacks():
            with pytest.raises(NotPossible) as refused:
                async with tx.begin_nested():
                    await propose_decision(tx, case, text=ANSWER, actor=who)
            await tx.refresh(case)
            return refused.value.unmet

        assert await lacks() == ("proposed_remedies_or_none",)
        item = await plan_remedy(tx, case, refund(tx, issue_id=first.id), actor=who)
        assert await lacks() == ("proposed_remedies_or_none",), "the second point has none yet"
        found[second.id] = Finding(
            outcome="partly_upheld", reason="One answer was late.", cause="K03", why_no_remedy="You have it now."
        )
        await find_all(tx, case, found, actor=who)
        await drop_remedy(tx, case, item, actor=who)
        assert await lacks() == ("proposed_remedies_or_none",), "now the first has none"
        await plan_remedy(tx, case, refund(tx), actor=who)
        await propose_decision(tx, case, text=ANSWER, actor=who)
        assert case.state == "decision_pending"


@pytest.mark.parametrize(
    ("words", "language", "goes"),
    [(ANSWER, "en", True), (ANSWER, "fa", False), ("حق با شماست و عذر می‌خواهیم.", "fa", True)],
)
async def test_at_4_6_the_letter_goes_only_in_the_language_of_the_complainant(
    services, mina, nasrin, words, language, goes
):
    """AT-4.6: an answer in another language than the complainant's is no answer."""
    case = await register(services, language=language)
    async with services.db.transaction() as tx:
        found = await case_in(tx, case)
        who = await proposed(tx, found, mina)
        answer = await latest_answer(tx, found)
        answer.body = await keys.seal(tx, found.key_owner, words)
        await tx.flush()
        lead = Actor.agent(nasrin.id, "supervisor")
        if goes:
            await approve(tx, found, actor=lead)
            assert found.state == "responded"
        else:
            with pytest.raises(NotPossible) as refused:
                await approve(tx, found, actor=lead)
            assert refused.value.unmet == ("complainant_language",)
        assert who.id == mina.id


async def test_whoever_looked_into_it_may_not_approve_it_even_when_somebody_else_wrote_it(services, mina, omid):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        helper = await tx.merge(omid)
        helper.roles = ["supervisor", "approver"]
        who = await investigated(tx, case, mina)
        await gathered(tx, case, Actor.agent(omid.id))
        await follow_plan(tx, case, who)
        await find_all(tx, case, await findings(tx, case, "not_upheld"), actor=who)
        await propose_decision(tx, case, text=ANSWER, actor=who)
        with pytest.raises(NotPossible) as refused:
            await approve(tx, case, actor=Actor.agent(omid.id, "supervisor"))
        assert refused.value.unmet == ("approver_not_investigator_when_four_eyes",)


@pytest.mark.parametrize(("amount", "roles", "goes"), [
    (1000, ["supervisor"], True), (1001, ["supervisor"], False), (1001, ["approver", "management_rep"], True),
])  # fmt: skip
async def test_money_is_promised_within_the_limits_of_the_policy(services, mina, amount, roles, goes):
    case = await register(services)
    somebody = await make_agent(services, name="Reza", name_fa="رضا", email="reza@example.com", roles=roles)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await proposed(tx, case, mina, remedies=(refund(tx, amount),))
        act = Actor.agent(somebody.id, "approver" if "approver" in roles else "supervisor")
        if goes:
            await approve(tx, case, actor=act)
        else:
            with pytest.raises(NotPossible) as refused:
                await approve(tx, case, actor=act)
            assert refused.value.unmet == ("approver_within_authority",)


async def test_a_remedy_has_a_person_and_a_date_and_is_promised_only_with_the_answer(services, mina, omid, nasrin):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await proposed(tx, case, mina, remedies=(refund(tx, owner_id=omid.id),))
        [item] = await remedies_of(tx, case)
        assert (item.owner_id, item.offered_at) == (omid.id, None)
        with pytest.raises(Conflict):
            await drop_remedy(tx, case, item, actor=Actor.agent(mina.id))
        await approve(tx, case, actor=Actor.agent(nasrin.id, "supervisor"))
        assert item.offered_at == tx.clock.now()


async def test_a_return_needs_a_comment_and_keeps_it_sealed(services, mina, nasrin):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await proposed(tx, case, mina)
        answer = await latest_answer(tx, case)
        lead = Actor.agent(nasrin.id, "supervisor")
        with pytest.raises(NotPossible):
            await send_back(tx, case, comment=" ", actor=lead)
        with pytest.raises(NotAllowed):
            await send_back(tx, case, comment="Ask the driver.", actor=Actor.agent(mina.id))
        await send_back(tx, case, comment="Ask the driver.", actor=lead)
        assert await keys.unseal(tx, case.key_owner, answer.comment) == "Ask the driver."
        rows = await of_case(tx, case.id)
        assert rows[-1].name == AnswerReturned.name
        assert "driver" not in repr([row.data for row in rows])


async def test_at_7_8_the_letter_leaves_in_the_minute_of_its_approval_and_the_subject_hears_only_the_outcome(
    services, mina, omid, nasrin
):
    """AT-7.8: from approval to dispatch within the minute; the notice to staff holds no contact data of the complainant."""
    from handoff.cases.care.hearing_staff import state_own_side, tell_subject
    from handoff.cases.records import SubjectNotice

    case = await register(services, subject_id=omid.id, staff_subject=True)
    async with services.db.transaction() as tx:
        found = await case_in(tx, case)
        notice = await tell_subject(tx, found, summary="That a call was cut off.", actor=Actor.agent(mina.id))
        await state_own_side(tx, notice, await tx.get_one(Agent, omid.id), words="The line broke.")
        await proposed(tx, found, mina)
        await approve(tx, found, actor=Actor.agent(nasrin.id, "supervisor"))
    await tick(services)
    async with services.db.reading() as tx:
        found = await case_in(tx, case)
        letter = await tx.scalar(select(Letter).where(Letter.template == "P14"))
        assert (letter.written_at - found.final_response_at).total_seconds() < 60
        text = await keys.unseal(tx, found.key_owner, letter.text)
        assert text.count("The packing list shows it.") == 2
        notice = await tx.get_one(SubjectNotice, case.id)
        outcome = await keys.unseal(tx, found.key_owner, notice.outcome)
        assert outcome
        for personal in ("Sara", "sara@example.com", "A-10423"):
            assert personal not in outcome


async def test_the_letter_as_sent_is_kept_and_what_is_planned_is_not_in_an_earlier_one(services, mina, nasrin):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await proposed(tx, case, mina, remedies=(refund(tx),))
        await approve(tx, case, actor=Actor.agent(nasrin.id, "supervisor"))
        [(_, sent)] = await sent_letters(tx, case)
        assert len(sent.remedies) == 1
        later = await compose(tx, case, ANSWER, signed=None)
        assert later.remedies == (), "what was promised before is not promised again"
        assert await verify_case(tx, case.id) is None


@ON_BOTH
async def test_of_two_who_approve_at_once_one_sends_it(services, mina, nasrin, omid):
    case = await register(services)
    other = await make_agent(services, name="Reza", name_fa="رضا", email="reza@example.com", roles=["approver"])
    async with services.db.transaction() as tx:
        await proposed(tx, await case_in(tx, case), mina)

    async def attempt(agent_id, role):
        async with services.db.transaction() as tx:
            await approve(tx, await case_in(tx, case), actor=Actor.agent(agent_id, role))

    results = await asyncio.gather(
        attempt(nasrin.id, "supervisor"), attempt(other.id, "approver"), return_exceptions=True
    )
    assert sorted(type(result).__name__ for result in results if result is not None) in (["NotPossible"], ["Conflict"])
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(Answer.id)).where(Answer.sent_at.is_not(None))) == 1
        names = [row.name for row in await of_case(tx, case.id)]
        assert names.count("case.answer_sent") == 1
        assert await verify_case(tx, case.id) is None


@ON_POSTGRESQL
@pytest.mark.parametrize("round_", range(4))
async def test_approved_or_returned_but_never_both(services, mina, nasrin, round_):
    case = await register(services)
    other = await make_agent(services, name="Reza", name_fa="رضا", email="reza@example.com", roles=["approver"])
    async with services.db.transaction() as tx:
        await proposed(tx, await case_in(tx, case), mina)

    async def send():
        async with services.db.transaction() as tx:
            await approve(tx, await case_in(tx, case), actor=Actor.agent(nasrin.id, "supervisor"))

    async def give_back():
        async with services.db.transaction() as tx:
            await send_back(tx, await case_in(tx, case), comment="Not yet.", actor=Actor.agent(other.id, "approver"))

    acts = [send(), give_back()] if round_ % 2 else [give_back(), send()]
    results = await asyncio.gather(*acts, return_exceptions=True)
    assert sum(result is None for result in results) == 1, results
    async with services.db.reading() as tx:
        found = await case_in(tx, case)
        answer = await tx.scalar(select(Answer).where(Answer.case_id == case.id))
        assert (found.state == "responded") == (answer.sent_at is not None)
        assert (found.state == "investigating") == (answer.returned_at is not None)
        assert await verify_case(tx, case.id) is None


@ON_POSTGRESQL
async def test_two_who_merge_crosswise_do_not_wait_for_each_other_for_ever(services, nasrin):
    first, second = await register(services), await register(services)
    lead = Actor.agent(nasrin.id, "supervisor")

    async def attempt(one, into):
        async with services.db.transaction() as tx:
            await merge(tx, await case_in(tx, one), await case_in(tx, into), actor=lead)

    async with asyncio.timeout(20):
        results = await asyncio.gather(attempt(first, second), attempt(second, first), return_exceptions=True)
    assert sum(result is None for result in results) == 1, results
    async with services.db.reading() as tx:
        states = [(await case_in(tx, case)).state for case in (first, second)]
    assert sorted(states) == ["merged", "registered"]
