"""Sorting a complaint: assessed on six lines, split, referred elsewhere, merged; what is missing is named, nothing is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Actor, Contact, SuggestedTopic
from handoff.cases.answering import Finding, answer_at_front_line
from handoff.cases.assessing import Further, assess, confirm_topic, suggested_severity
from handoff.cases.composing import sent_letters
from handoff.cases.looking_up import issues_of, latest_assessment
from handoff.cases.models import Case
from handoff.cases.moving import NotPossible
from handoff.cases.owning import own
from handoff.cases.triage.merging import merge
from handoff.cases.triage.scoping import refer_elsewhere
from handoff.cases.triage.splitting import describe_issue, split_issue
from handoff.channels.email.models import Letter
from handoff.db import keys
from handoff.errors import Conflict, Invalid, NotAllowed
from handoff.events import of_case, verify_case
from handoff.sla.models import Deadline
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import ON_BOTH
from tests.support.examining import ANSWER, assessed, findings


async def case_in(tx, case) -> Case:
    return await tx.get_one(Case, case.id)


async def names(tx, case):
    return [row.name for row in await of_case(tx, case.id)]


async def test_at_7_5_the_judgement_keeps_its_six_lines_and_what_the_rules_suggested(services, mina):
    """AT-7.5: severity, safety, complexity, impact, need for and possibility of immediate action are kept with the suggestion."""
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = Actor.agent(mina.id)
        await own(tx, case, mina, actor=who)
        further = Further(
            safety=False, immediate_needed=True, immediate_possible=True, compensation_likely=False, recurrent=False,
            immediate_action="A lid was sent by courier.",
        )  # fmt: skip
        await assess(tx, case, severity=2, impact=2, urgency=3, complexity="normal", actor=who, further=further)
        kept = await latest_assessment(tx, case)
        assert (kept.severity, kept.impact, kept.urgency, kept.complexity) == (2, 2, 3, "normal")
        assert (kept.safety, kept.immediate_needed, kept.immediate_possible) == (False, True, True)
        assert (kept.suggested_severity, kept.priority) == (await suggested_severity(tx, case), "P2")
        assert await keys.unseal(tx, case.key_owner, kept.immediate_action) == "A lid was sent by courier."
        event = next(row for row in await of_case(tx, case.id) if row.name == "case.assessed")
        assert event.data["suggested"] == kept.suggested_severity
        assert "courier" not in repr([row.data for row in await of_case(tx, case.id)])


async def test_at_7_5_a_danger_seen_by_a_person_raises_the_case_at_once(services, mina):
    """AT-7.5: judged as dangerous, whatever the other lines say, the case is P1 in the same act."""
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        assert case.priority != "P1"
        who = Actor.agent(mina.id)
        await assess(
            tx, case, severity=3, impact=1, urgency=1, complexity="simple", actor=who, further=Further(safety=True)
        )
        assert (case.priority, case.flags) == ("P1", ["safety"])


async def test_a_severity_under_the_floor_is_for_who_leads_and_needs_a_reason(services, mina, nasrin):
    case = await register(services, topics=(SuggestedTopic("C10.4", 0.9),))

    async def judge(severity, role, reason=None):
        async with services.db.transaction() as tx:
            who = Actor.agent(nasrin.id if role == "supervisor" else mina.id, role)
            found = await case_in(tx, case)
            await assess(
                tx, found, severity=severity, impact=1, urgency=1, complexity="simple", actor=who, reason=reason
            )

    with pytest.raises(Invalid):
        await judge(2, "agent")
    with pytest.raises(NotAllowed):
        await judge(2, "agent", "A test payment.")
    await judge(2, "supervisor", "A test payment.")


async def test_the_third_complaint_about_the_same_thing_is_suggested_one_step_higher(services):
    async def suggestion(case):
        async with services.db.reading() as tx:
            return await suggested_severity(tx, await case_in(tx, case))

    first = await register(services)
    before = await suggestion(first)
    await register(services)
    assert await suggestion(await register(services)) == before + 1
    stranger = await register(services, contact=Contact(email="other@example.com"))
    assert await suggestion(stranger) == before


async def test_a_point_that_is_two_is_split_and_each_needs_its_own_answer(services, mina):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await assessed(tx, case, mina)
        first = (await issues_of(tx, case))[0]
        found = await findings(tx, case)
        await describe_issue(tx, case, first, claim="The lid was broken.", actor=who)
        second = await split_issue(tx, case, first, topic="C02.1", claim="The handle is loose.", actor=who)
        assert (second.split_from_id, second.outcome, second.confirmed_by) == (first.id, None, mina.id)
        with pytest.raises(NotPossible) as refused:
            await answer_at_front_line(tx, case, findings=found, text=ANSWER, remedies=(), actor=who)
        assert "outcome_per_issue" in refused.value.unmet
        found[second.id] = Finding(outcome="not_upheld", reason="It holds in our test.")
        await answer_at_front_line(tx, case, findings=found, text=ANSWER, remedies=(), actor=who)
        with pytest.raises(Conflict):
            await split_issue(tx, case, first, topic="C02.1", claim="And the base.", actor=who)
        [(_, letter)] = await sent_letters(tx, case)
        assert [point.claim for point in letter.points if point.claim] == [
            "The lid was broken.",
            "The handle is loose.",
        ]
        assert "case.issue_split" in await names(tx, case)


async def test_what_the_model_suggested_stays_beside_what_the_person_decided(services, mina):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        issue = (await issues_of(tx, case))[0]
        await confirm_topic(tx, case, issue, topic="C02.3", actor=Actor.agent(mina.id))
        assert (issue.topic, issue.suggested_topic, issue.confidence) == ("C02.3", "C01.3", 0.83)
        event = (await of_case(tx, case.id))[-1]
        assert (event.data["topic"], event.data["suggested"]) == ("C02.3", "C01.3")


@ON_BOTH
async def test_a_complaint_outside_our_scope_is_explained_with_the_way_to_object_and_closed_for_that_reason(
    services, mina, nasrin
):
    case = await register(services, language="fa")
    async with services.db.transaction() as tx:
        await own(tx, await case_in(tx, case), mina, actor=Actor.agent(mina.id))
    lead = Actor.agent(nasrin.id, "supervisor")
    with pytest.raises(NotAllowed):
        async with services.db.transaction() as tx:
            await refer_elsewhere(tx, await case_in(tx, case), reason="too_old", words="", actor=Actor.agent(mina.id))
    with pytest.raises(NotPossible) as refused:
        async with services.db.transaction() as tx:
            await refer_elsewhere(tx, await case_in(tx, case), reason="other_organisation", words="برق", actor=lead)
    assert refused.value.unmet == ("referral_target_or_none",)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await refer_elsewhere(
            tx, case, reason="other_organisation", words="این با شرکت برق است.", referral="شرکت توزیع برق", actor=lead
        )
        assert (case.state, case.closure_reason) == ("closed", "out_of_scope_referred")
        [(_, letter)] = await sent_letters(tx, case)
        assert "شرکت توزیع برق" in letter.words
        assert "بازبینی" in letter.words, "how to object to it"
        assert letter.bodies, "and who else there is outside"
        written = await tx.scalar(select(Letter).where(Letter.template == "referred"))
        assert "شرکت توزیع برق" in await keys.unseal(tx, case.key_owner, written.text)
        assert await verify_case(tx, case.id) is None


async def test_danger_comes_before_the_question_who_is_responsible(services, mina, nasrin):
    case = await register(services, safety=True)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await own(tx, case, mina, actor=Actor.agent(mina.id))
        with pytest.raises(Conflict) as refused:
            await refer_elsewhere(
                tx, case, reason="too_old", words="Long ago.", actor=Actor.agent(nasrin.id, "supervisor")
            )
        assert refused.value.stable_code == "safety_first"


@ON_BOTH
async def test_two_complaints_of_one_person_become_one_case_and_the_earlier_date_counts(services, clock, mina, nasrin):
    first = await register(services, topics=(SuggestedTopic("C02.1", 0.9),))
    clock.advance(timedelta(days=2))
    second = await register(services, topics=(SuggestedTopic("C12.1", 0.9),))
    lead = Actor.agent(nasrin.id, "supervisor")
    async with services.db.transaction() as tx:
        second, first = await case_in(tx, second), await case_in(tx, first)
        due = select(Deadline).where(Deadline.case_id == second.id, Deadline.kind == "answer_target")
        before = (await tx.scalar(due)).due_at
        await merge(tx, first, second, actor=lead)
        assert (first.state, first.merged_into_id, first.is_open, first.closure_reason) == (
            "merged",
            second.id,
            False,
            None,
        )
        assert second.received_at == first.received_at
        assert (await tx.scalar(due.execution_options(populate_existing=True))).due_at < before
        assert [issue.topic for issue in await issues_of(tx, second)] == ["C12.1", "C02.1"]
        running = select(Deadline).where(
            Deadline.case_id == first.id, Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None)
        )
        assert (await tx.scalars(running)).all() == []
        letter = await tx.scalar(select(Letter).where(Letter.template == "merged"))
        assert second.number in await keys.unseal(tx, first.key_owner, letter.text)
        for case in (first, second):
            assert await verify_case(tx, case.id) is None


async def test_two_persons_are_not_merged_unless_somebody_says_why_they_are_one(services, nasrin):
    first = await register(services)
    other = await register(services, contact=Contact(email="other@example.com"))
    lead = Actor.agent(nasrin.id, "supervisor")
    async with services.db.transaction() as tx:
        first, other = await case_in(tx, first), await case_in(tx, other)
        for into in (other, first):  # another person, and itself
            with pytest.raises(NotPossible):
                await merge(tx, first, into, actor=lead)
        await merge(tx, first, other, actor=lead, why_same="She wrote from her office as well.")
        assert first.state == "merged"
