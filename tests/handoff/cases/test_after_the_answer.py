"""After the answer: content or not, the second look, what was promised, closing. Clause 7.9."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Actor
from handoff.cases.accepting import accept, accept_late, deem_silent, finish_accepted, reject, set_going
from handoff.cases.answering import Finding
from handoff.cases.checklist import open_lines
from handoff.cases.later_models import Review, ReviewFinding
from handoff.cases.looking_up import issues_of, remedies_of, sent_answer
from handoff.cases.models import Acceptance
from handoff.cases.moving import CUSTOMER, SYSTEM, NotPossible, move
from handoff.cases.owning import AlreadyInvolved, own
from handoff.cases.remedying import (
    carry_out,
    close_unconfirmed,
    confirm_done,
    finish_confirmed,
    move_remedy,
    offer_instead,
    report_not_done,
    waive,
)
from handoff.cases.requesting_review import open_review
from handoff.cases.reviewing import begin_review, decide_review
from handoff.errors import Invalid, NotAllowed
from handoff.events import of_case
from handoff.staff import Agent
from tests.handoff.cases.roads import ANSWER, answered, decided, findings, refund

FINAL = "I have looked at everything again, from the beginning."


@pytest.fixture
async def tx(services, mina, omid, nasrin, shirin):  # the people first: this transaction holds the only pen of SQLite
    async with services.db.transaction() as tx:
        yield tx


async def names(tx, case):
    return [row.name for row in await of_case(tx, case.id)]


async def test_at_7_9_a_rejection_leads_to_somebody_new_and_never_to_the_end(tx, mina, shirin):
    """AT-7.9: one tap is enough; the case stays open and goes to a person who never had to do with it."""
    case = await answered(tx, mina)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    assert (case.state, case.stage, case.owner_id) == ("internal_review", 2, shirin.id)
    assert case.closed_at is None
    review = await open_review(tx, case)
    assert (review.reviewer_id, review.asked_by) == (shirin.id, "customer")
    assert "case.review_begun" in await names(tx, case)


async def test_at_7_9_no_road_leads_from_a_rejection_straight_to_closed(tx):
    """AT-7.9: in the life cycle itself no step that rejects ends in closed."""
    steps = [step for step in tx.policy.lifecycle.transitions.values() if "reject" in step.trigger]
    assert {step.id for step in steps} == {"T21", "T22"}
    assert all(step.target != "closed" for step in steps)


async def test_at_7_9_three_answers_of_the_complainant_are_kept_apart_from_the_outcome(tx, mina):
    """AT-7.9: accepted, rejected and silence are rows of their own; what the organisation found stays as it was."""
    cases = [await answered(tx, mina, outcome="not_upheld") for _ in range(3)]
    await accept(tx, cases[0], how="phone", actor=CUSTOMER, words="Fine by me.")
    await reject(tx, cases[1], how="track", actor=CUSTOMER)
    await deem_silent(tx, cases[2])
    said = {row.case_id: row.value for row in await tx.scalars(select(Acceptance))}
    assert [said[case.id] for case in cases] == ["accepted", "rejected", "no_reply"]
    assert [case.closure_reason for case in cases] == ["resolved_accepted", None, "deemed_no_reply"]
    for case in cases:
        assert {issue.outcome for issue in await issues_of(tx, case)} == {"not_upheld"}


async def test_content_with_a_part_sends_the_rest_to_the_review_and_owes_the_remedy_all_the_same(tx, mina, shirin):
    case = await answered(tx, mina, remedies=[refund(tx)])
    first, _second = await issues_of(tx, case)
    await accept(tx, case, how="track", actor=CUSTOMER, issues=[first.id])
    assert (case.state, case.owner_id) == ("internal_review", shirin.id)
    row = await tx.scalar(select(Acceptance))
    assert (row.value, row.issues) == ("partly_accepted", [first.id])
    [item] = await remedies_of(tx, case)
    assert item.is_owed
    await carry_out(tx, case, item, proof="Transfer 1", actor=Actor.agent(mina.id))
    assert case.state == "internal_review", "a remedy that is done does not end the second look"
    other = await answered(tx, mina)
    with pytest.raises(Invalid):
        await accept(tx, other, how="track", actor=CUSTOMER, issues=[first.id])


async def test_at_4_7_whoever_had_to_do_with_it_cannot_review_it(tx, mina, nasrin, shirin):
    """AT-4.7: the block is hard: by choice, by giving the case away, by deciding in place of the reviewer."""
    (await tx.get_one(Agent, mina.id)).roles = ["agent", "investigator", "reviewer"]
    (await tx.get_one(Agent, shirin.id)).active = False
    case = await decided(tx, mina, nasrin)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    assert case.state == "responded", "Mina is a reviewer, but not of her own work"
    assert "case.reviewer_missing" in await names(tx, case)
    review = await open_review(tx, case)
    with pytest.raises(NotPossible) as refused:
        await begin_review(tx, case, review, await tx.get_one(Agent, mina.id))
    assert refused.value.unmet == ("reviewer_not_previously_involved",)


async def test_at_4_7_a_case_under_review_can_only_be_given_to_somebody_new(tx, mina, omid, shirin):
    """AT-4.7: a supervisor cannot hand the second look back to the first desk."""
    case = await answered(tx, mina)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    for agent in (mina, omid):  # she was involved; he is no reviewer
        with pytest.raises(AlreadyInvolved):
            await own(tx, case, await tx.get_one(Agent, agent.id), actor=SYSTEM)
    with pytest.raises(NotAllowed):
        await decide_review(
            tx,
            case,
            findings=await findings(tx, case),
            text=FINAL,
            changes="x",
            remedies=(),
            actor=Actor.agent(mina.id),
        )
    assert case.owner_id == shirin.id


async def test_who_reports_to_the_one_who_decided_cannot_review_either(tx, mina, nasrin, shirin):
    (await tx.get_one(Agent, shirin.id)).manager_id = nasrin.id
    case = await decided(tx, mina, nasrin)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    assert case.state == "responded"
    (await tx.get_one(Agent, shirin.id)).manager_id = None


async def test_the_review_decides_anew_and_what_changed_is_on_record(tx, mina, shirin):
    case = await answered(tx, mina, outcome="not_upheld")
    await reject(tx, case, how="chat", actor=CUSTOMER, words="You did not look at the photo.")
    first, second = await issues_of(tx, case)
    found = {
        first.id: Finding(outcome="upheld", reason="The photo shows it.", cause="K08"),
        second.id: Finding(outcome="not_upheld", reason="Both e-mails were answered.", cause="K18"),
    }
    reviewer = Actor.agent(shirin.id, "reviewer")
    with pytest.raises(NotPossible) as refused:
        async with tx.begin_nested():
            await decide_review(tx, case, findings=found, text=FINAL, changes=" ", remedies=(), actor=reviewer)
    assert "changes_from_stage1" in refused.value.unmet
    await decide_review(
        tx,
        case,
        findings=found,
        text=FINAL,
        changes="The photo was not looked at.",
        remedies=[refund(tx)],
        actor=reviewer,
    )
    assert (case.state, await sent_answer(tx, case)) == ("responded", FINAL)
    review = await tx.scalar(select(Review))
    assert (review.result, review.ended_at is not None) == ("changed", True)
    kept = {row.issue_id: (row.before, row.after) for row in await tx.scalars(select(ReviewFinding))}
    assert kept[first.id] == ("not_upheld", "upheld")
    assert kept[second.id] == ("not_upheld", "not_upheld")


async def reviewed(tx, mina, shirin, **changes):
    case = await answered(tx, mina, **changes)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    await decide_review(
        tx, case, findings=await findings(tx, case), text=FINAL, changes="Nothing changed.", remedies=(),
        actor=Actor.agent(shirin.id, "reviewer"),
    )  # fmt: skip
    return case


async def test_after_the_last_stage_a_rejection_is_kept_in_view_and_can_still_be_taken_back(tx, mina, shirin):
    case = await reviewed(tx, mina, shirin, remedies=[refund(tx)])
    await reject(tx, case, how="chat", actor=CUSTOMER)
    assert (case.state, case.closed_at) == ("unresolved_watch", None)
    await accept_late(tx, case, how="track", actor=CUSTOMER)
    assert case.state == "implementing"


async def test_with_one_internal_stage_a_rejection_leads_outside_at_once(tx, mina, monkeypatch):
    organisation = tx.policy.organisation
    object.__setattr__(organisation.profile, "stages", 1)
    try:
        case = await answered(tx, mina)
        await reject(tx, case, how="chat", actor=CUSTOMER)
        assert case.state == "unresolved_watch"
    finally:
        object.__setattr__(organisation.profile, "stages", 2)


async def test_what_is_serious_and_not_upheld_is_looked_at_twice_by_itself(tx, mina, nasrin, shirin):
    case = await decided(tx, mina, nasrin, outcome="not_upheld", severity=3)
    assert (case.state, case.owner_id) == ("internal_review", shirin.id)
    assert (await open_review(tx, case)).how == "severity"
    assert (await answered(tx, mina, outcome="not_upheld")).state == "responded", (
        "a lesser matter waits to be asked for"
    )


async def test_at_7_9_an_undone_remedy_keeps_the_case_open(tx, mina):
    """AT-7.9: neither a yes nor silence nor a confirmation closes while something promised is not done."""
    case = await answered(tx, mina, remedies=[refund(tx)])
    await accept(tx, case, how="chat", actor=CUSTOMER)
    assert case.state == "implementing"
    assert await open_lines(tx, case) == ("remedies_done",)
    with pytest.raises(NotPossible):
        await move(tx, case, "T25", SYSTEM)
    [item] = await remedies_of(tx, case)
    await carry_out(tx, case, item, proof="Transfer 1", actor=Actor.agent(mina.id))
    assert (case.state, await open_lines(tx, case)) == ("verifying", ())
    await confirm_done(tx, case, actor=CUSTOMER)
    assert (case.state, case.closure_reason) == ("closed", "resolved_accepted")


async def test_what_was_not_done_is_owed_again_and_goes_up_a_step(tx, mina):
    case = await answered(tx, mina, remedies=[refund(tx), refund(tx, days=6)])
    await accept(tx, case, how="chat", actor=CUSTOMER)
    before = case.priority
    first, second = await remedies_of(tx, case)
    for item in (first, second):
        await carry_out(tx, case, item, proof="done", actor=Actor.agent(mina.id))
    await report_not_done(tx, case, missing="The second never came.", actor=CUSTOMER, items=[second.id])
    assert case.state == "implementing"
    assert (first.is_owed, second.is_owed) == (False, True)
    assert case.priority < before, "P3 became P2" if before == "P3" else "one step up"
    assert second.disputed_at is not None


async def test_silence_carries_out_what_is_owed_and_is_still_not_content(tx, mina):
    case = await answered(tx, mina, remedies=[refund(tx)])
    await deem_silent(tx, case)
    assert case.state == "implementing"
    [item] = await remedies_of(tx, case)
    await carry_out(tx, case, item, proof="Transfer 1", actor=Actor.agent(mina.id))
    await confirm_done(tx, case, actor=CUSTOMER)
    assert case.closure_reason == "resolved_unconfirmed", (
        "they confirmed the transfer, and never said yes to the answer"
    )


async def test_a_supervisor_sets_an_owed_remedy_going_without_waiting(tx, mina, nasrin):
    case = await answered(tx, mina, remedies=[refund(tx)])
    with pytest.raises(NotAllowed):
        await set_going(tx, case, actor=Actor.agent(mina.id))
    await set_going(tx, case, actor=Actor.agent(nasrin.id, "supervisor"))
    assert case.state == "implementing"


async def test_a_remedy_may_be_late_but_says_why_and_keeps_its_first_date(tx, mina):
    case = await answered(tx, mina, remedies=[refund(tx)])
    [item] = await remedies_of(tx, case)
    first, who = item.due_at, Actor.agent(mina.id)
    later = first + timedelta(days=3)
    with pytest.raises(Invalid):
        await move_remedy(tx, case, item, due_at=later, reason=" ", actor=who)
    await move_remedy(tx, case, item, due_at=later, reason="The bank asks for a form.", actor=who)
    await move_remedy(tx, case, item, due_at=later + timedelta(days=1), reason="Once more.", actor=who)
    assert (item.first_due_at, item.due_at) == (first, later + timedelta(days=1))


async def test_only_the_complainant_lets_us_off(tx, mina):
    case = await answered(tx, mina, remedies=[refund(tx)])
    await accept(tx, case, how="chat", actor=CUSTOMER)
    [item] = await remedies_of(tx, case)
    with pytest.raises(Invalid):
        await waive(tx, case, item, words="", actor=Actor.agent(mina.id))
    await waive(tx, case, item, words="I bought another one, keep it.", actor=Actor.agent(mina.id))
    assert case.state == "verifying"


async def test_what_cannot_be_done_is_offered_otherwise_as_a_new_answer(tx, mina, nasrin):
    case = await answered(tx, mina, remedies=[refund(tx)])
    await accept(tx, case, how="chat", actor=CUSTOMER)
    await offer_instead(
        tx, case, reason="The shop is sold out.", remedies=[refund(tx)], text="We offer the money instead.",
        actor=Actor.agent(nasrin.id, "supervisor"),
    )  # fmt: skip
    assert case.state == "responded"
    assert [item.is_owed for item in await remedies_of(tx, case)] == [False, True]
    assert await sent_answer(tx, case) == "We offer the money instead."


async def test_a_yes_is_taken_although_a_line_of_ours_is_open_and_the_case_closes_once_it_is_settled(tx, mina):
    case = await answered(tx, mina)
    issue = (await issues_of(tx, case))[0]
    confirmed, issue.confirmed_by = issue.confirmed_by, None
    await tx.flush()
    await accept(tx, case, how="chat", actor=CUSTOMER)
    assert case.state == "responded"
    assert "case.closing_held_up" in await names(tx, case)
    with pytest.raises(NotPossible):
        await finish_accepted(tx, case, actor=Actor.agent(mina.id))
    issue.confirmed_by = confirmed
    await tx.flush()
    await finish_accepted(tx, case, actor=Actor.agent(mina.id))
    assert case.closure_reason == "resolved_accepted"


@pytest.mark.parametrize("closes", ["a person", "time"])
async def test_it_was_done_is_taken_although_a_line_of_ours_is_open(tx, mina, clock, closes):
    """The yes stands, is noted once and is never counted as silence; the case closes when our line is settled."""
    case = await answered(tx, mina, remedies=[refund(tx)])
    await accept(tx, case, how="chat", actor=CUSTOMER)
    await carry_out(tx, case, (await remedies_of(tx, case))[0], proof="Receipt 4711.", actor=Actor.agent(mina.id))
    with pytest.raises(NotPossible):
        await finish_confirmed(tx, case, actor=Actor.agent(mina.id))
    issue = (await issues_of(tx, case))[0]
    confirmed, issue.confirmed_by = issue.confirmed_by, None
    await tx.flush()
    for _ in range(2):
        await confirm_done(tx, case, actor=CUSTOMER)
    assert case.state == "verifying"
    assert (await names(tx, case)).count("case.remedies_confirmed") == 1
    with pytest.raises(NotPossible):
        await finish_confirmed(tx, case, actor=Actor.agent(mina.id))
    issue.confirmed_by = confirmed
    await tx.flush()
    clock.advance(timedelta(days=11))
    if closes == "time":
        await close_unconfirmed(tx, case)
    else:
        await finish_confirmed(tx, case, actor=Actor.agent(mina.id))
    assert (case.state, case.closure_reason) == ("closed", "resolved_accepted")


async def test_at_7_9_each_line_of_the_checklist_can_hold_a_case_open(tx, mina, nasrin):
    """AT-7.9: taken away one by one, every line is named; with all of them the list is empty."""
    case = await decided(tx, mina, nasrin)
    assert await open_lines(tx, case) == ()
    issue = (await issues_of(tx, case))[0]
    for name, broken in {
        "issues_answered": {"outcome": None}, "topics_confirmed": {"confirmed_by": None}, "cause_known": {"cause": None},
    }.items():  # fmt: skip
        ((field, value),) = broken.items()
        before = getattr(issue, field)
        setattr(issue, field, value)
        await tx.flush()
        assert await open_lines(tx, case) == (name,)
        setattr(issue, field, before)
    case.acknowledged_at, case.first_contact_at = None, None
    assert await open_lines(tx, case) == ("acknowledged",)


async def test_the_cause_of_what_was_settled_at_once_is_noted_as_not_yet_known(tx, mina):
    case = await answered(tx, mina)
    for issue in await issues_of(tx, case):
        issue.cause = None
    await tx.flush()
    await accept(tx, case, how="chat", actor=CUSTOMER)
    assert {issue.cause for issue in await issues_of(tx, case)} == {"K99"}


async def test_the_answer_is_never_lost_in_all_this(tx, mina, shirin):
    case = await reviewed(tx, mina, shirin)
    texts = [row.name for row in await of_case(tx, case.id) if row.name == "case.answer_sent"]
    assert len(texts) == 2
    assert ANSWER != FINAL
