"""Withdrawn, reopened, taken to an outside body, written to without an address, complained for another."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Actor, Contact
from handoff.cases.accepting import accept, reject
from handoff.cases.closing import close_exhausted
from handoff.cases.later_models import CaseBundle, Withdrawal
from handoff.cases.looking_up import remedies_of
from handoff.cases.moving import CUSTOMER, NotPossible
from handoff.cases.parties import add_party
from handoff.cases.referring import keep_bundle, note_file_sent, refer, referral_of, take_back, take_decision
from handoff.cases.remedying import carry_out
from handoff.cases.reopening import reopen
from handoff.cases.representing import may_hear_content, record_authority, representative_of
from handoff.cases.reviewing import ask_after_closing
from handoff.cases.withdrawing import withdraw
from handoff.cases.writing_page import page_messages, write_on_page
from handoff.db import keys
from handoff.errors import Invalid, NotAllowed
from handoff.events import of_case
from tests.handoff.cases.roads import answered, refund
from tests.handoff.cases.test_after_the_answer import reviewed

DAY = timedelta(days=1)


@pytest.fixture
async def tx(services, mina, omid, nasrin, shirin):
    async with services.db.transaction() as tx:
        yield tx


async def closed(tx, mina, **changes):
    case = await answered(tx, mina, **changes)
    await accept(tx, case, how="chat", actor=CUSTOMER)
    return case


async def test_who_comes_back_in_time_is_looked_at_again_a_step_higher(tx, mina, clock):
    case = await closed(tx, mina)
    before = case.priority
    clock.advance(59 * DAY)
    await reopen(tx, case, reason="It broke again.", why="came_back", actor=CUSTOMER)
    assert (case.state, case.closed_at, case.reopen_count) == ("investigating", None, 1)
    assert case.priority < before


async def test_later_a_supervisor_decides(tx, mina, nasrin, clock):
    case = await closed(tx, mina)
    clock.advance(62 * DAY)
    with pytest.raises(NotPossible) as refused:
        await reopen(tx, case, reason="It broke again.", why="came_back", actor=CUSTOMER)
    assert refused.value.unmet == ("inside_reopen_window_or_supervisor",)
    with pytest.raises(NotAllowed):
        await reopen(tx, case, reason="They called.", actor=Actor.agent(mina.id))
    await reopen(tx, case, reason="They called.", actor=Actor.agent(nasrin.id, "supervisor"))
    assert case.state == "investigating"


async def test_opening_again_needs_a_reason(tx, mina):
    case = await closed(tx, mina)
    with pytest.raises(NotPossible) as refused:
        await reopen(tx, case, reason="  ", why="other", actor=CUSTOMER)
    assert refused.value.unmet == ("reason",)
    with pytest.raises(Invalid):
        await reopen(tx, case, reason="Because.", why="no such thing", actor=CUSTOMER)


async def test_after_closing_somebody_new_can_still_be_asked_for_in_time(tx, mina, shirin, clock):
    case = await closed(tx, mina)
    await ask_after_closing(tx, case, how="track", actor=CUSTOMER)
    assert (case.state, case.stage, case.owner_id) == ("internal_review", 2, shirin.id)
    other = await closed(tx, mina)
    clock.advance(62 * DAY)
    with pytest.raises(NotPossible):
        await ask_after_closing(tx, other, how="track", actor=CUSTOMER)


async def test_withdrawn_of_ones_own_will_and_still_counted(tx, mina):
    case = await answered(tx, mina)
    assert await withdraw(tx, case, actor=CUSTOMER, how="track", words="I have settled it with the shop.") == "closed"
    assert (case.state, case.closure_reason) == ("closed", "withdrawn")
    row = await tx.scalar(select(Withdrawal))
    assert await keys.unseal(tx, case.key_owner, row.words) == "I have settled it with the shop."
    await reopen(tx, case, reason="I was wrong.", actor=CUSTOMER)
    assert case.state == "investigating"


async def test_a_withdrawal_that_was_our_idea_is_not_taken_and_a_supervisor_hears(tx, mina):
    case = await answered(tx, mina)
    assert await withdraw(tx, case, actor=CUSTOMER, how="track", idea="staff") == "refused"
    assert (case.state, case.closed_at) == ("responded", None)
    assert "case.withdrawal_refused" in [row.name for row in await of_case(tx, case.id)]


async def test_a_duty_does_not_end_because_nobody_complains_any_more(tx, mina):
    case = await answered(tx, mina)
    case.flags = ["systemic"]
    assert await withdraw(tx, case, actor=CUSTOMER) == "goes_on"
    assert (case.state, case.closed_at) == ("own_motion", None)
    assert case.owner_id == mina.id, "somebody still answers for it"


async def test_an_outside_body_gets_the_file_and_its_decision_is_carried_out(tx, mina, nasrin, shirin):
    case = await reviewed(tx, mina, shirin)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    leads = Actor.agent(nasrin.id, "supervisor")
    with pytest.raises(Invalid):
        await refer(tx, case, body="nobody", external_ref="77/1", file_due_at=tx.clock.now() + 5 * DAY, actor=leads)
    referral = await refer(
        tx, case, body="consumer_124", external_ref="77/1", file_due_at=tx.clock.now() + 5 * DAY, actor=leads
    )
    assert (case.state, case.flags) == ("external_review", ["legal_hold"])
    bundle = await keep_bundle(tx, case, content=b"PK", files=3, actor=leads, referral=referral)
    assert (await tx.get_one(CaseBundle, bundle.id)).sha256 == bundle.sha256
    assert await note_file_sent(tx, case, referral, actor=leads)
    assert not await note_file_sent(tx, case, referral, actor=leads)
    await take_decision(
        tx, case, result="for_complainant", decision="Pay the money back.", remedies=[refund(tx)], actor=leads
    )
    assert case.state == "implementing"
    assert (await referral_of(tx, case)).result == "for_complainant"


async def test_an_outside_decision_without_anything_to_do_closes_for_that_reason(tx, mina, nasrin, shirin):
    case = await reviewed(tx, mina, shirin)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    leads = Actor.agent(nasrin.id, "supervisor")
    await refer(tx, case, body="other", name="A court", external_ref="9", file_due_at=tx.clock.now(), actor=leads)
    await take_decision(tx, case, result="for_organisation", decision="Dismissed.", remedies=(), actor=leads)
    assert (case.state, case.closure_reason) == ("closed", "external_decided")
    await refer(tx, case, body="courts_ir", external_ref="10", file_due_at=tx.clock.now(), actor=leads)
    assert (case.state, case.closed_at) == ("external_review", None), "a closed case can be taken up as well"
    await take_back(tx, case, instructions="Hear the courier.", actor=leads)
    assert case.state == "investigating"


async def test_when_nobody_turns_outside_the_end_of_all_routes_is_no_content(tx, mina, shirin):
    case = await reviewed(tx, mina, shirin)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    await close_exhausted(tx, case)
    assert case.closure_reason == "unresolved_exhausted"
    assert not tx.policy.lifecycle.closure_reasons[case.closure_reason].satisfied


async def test_somebody_without_a_name_is_written_to_on_the_page_of_the_case(tx, mina):
    case = await answered(tx, mina, contact=Contact(), anonymous=True)
    with pytest.raises(Invalid):
        await write_on_page(tx, case, text=" ", actor=Actor.agent(mina.id))
    await write_on_page(tx, case, text="Which shop was it?", actor=Actor.agent(mina.id))
    [message] = await page_messages(tx, case)
    assert await keys.unseal(tx, case.key_owner, message.body) == "Which shop was it?"
    assert case.first_contact_at is not None


async def test_a_representative_hears_how_it_stands_and_more_only_with_authority(tx, mina):
    case = await answered(tx, mina)
    assert await may_hear_content(tx, case)
    await add_party(tx, case, Contact(name="Her daughter"), role="representative", language="en")
    assert not await may_hear_content(tx, case)
    party, who = await representative_of(tx, case), Actor.agent(mina.id)
    with pytest.raises(Invalid):
        await record_authority(tx, case, party, scope="everything", way="she said so", actor=who)
    await record_authority(tx, case, party, scope="everything", way="consent", actor=who)
    assert await may_hear_content(tx, case)
    await record_authority(tx, case, party, scope="status", way="consent", actor=who)
    assert not await may_hear_content(tx, case)


async def test_a_remedy_that_an_outside_body_ordered_is_verified_like_any_other(tx, mina, nasrin, shirin):
    case = await reviewed(tx, mina, shirin)
    await reject(tx, case, how="chat", actor=CUSTOMER)
    leads = Actor.agent(nasrin.id, "supervisor")
    await refer(tx, case, body="enamad", external_ref="1", file_due_at=tx.clock.now(), actor=leads)
    await take_decision(tx, case, result="partly", decision="Pay.", remedies=[refund(tx)], actor=leads)
    [item] = await remedies_of(tx, case)
    await carry_out(tx, case, item, proof="Transfer 8", actor=leads)
    assert case.state == "verifying"
