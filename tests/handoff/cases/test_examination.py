"""Looking into a complaint: declared, planned in proportion, evidence kept with its hash, both sides heard, asked with a why."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from handoff.cases import Actor
from handoff.cases.adding import add_information
from handoff.cases.answering import propose_decision
from handoff.cases.examination.asking import (
    ask_complainant,
    ask_third_party,
    note_third_party_reply,
    questions_of,
)
from handoff.cases.examination.declaring import declare
from handoff.cases.examination.gathering import File, Found, evidence_of, gather
from handoff.cases.examination.interviewing import hear, note_not_heard
from handoff.cases.examination.planning import add_step, end_step, open_investigation, plan_of
from handoff.cases.finding import find_all, say_why_no_remedy
from handoff.cases.models import Case
from handoff.cases.moving import CUSTOMER, NotPossible, move
from handoff.cases.owning import ConflictOfInterest, own
from handoff.conversations import Attachment
from handoff.db import keys
from handoff.errors import Conflict, Invalid
from handoff.events import of_case
from handoff.follow_ups.ending import reminded_of_question
from handoff.insights.case_lists import team_cases
from handoff.insights.finding import Sought, find_cases
from handoff.insights.sight import case_for
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.cases.conftest import register
from tests.handoff.conftest import ON_BOTH
from tests.handoff.follow_ups.looking import pass_time, said
from tests.support.examining import ANSWER, assessed, findings, follow_plan, gathered, investigated

DAY = timedelta(days=1)


async def case_in(tx, case) -> Case:
    return await tx.get_one(Case, case.id)


async def written(tx, case, who):
    """Everything a decision needs but the investigation itself."""
    await find_all(tx, case, await findings(tx, case), actor=who)
    await say_why_no_remedy(tx, case, "A replacement was sent.")


@pytest.mark.parametrize("severity", [3, 4])
async def test_at_7_6_a_grave_case_is_not_decided_without_plan_evidence_and_a_search_for_similar_cases(
    services, mina, severity
):
    """AT-7.6: severity major or critical: no decision without the plan, evidence and the recorded look at similar cases."""
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina, severity=severity)
        await written(tx, case, who)
        with pytest.raises(NotPossible) as refused:
            await propose_decision(tx, case, text=ANSWER, actor=who)
        assert refused.value.unmet == ("plan_followed", "evidence_list")
        await gathered(tx, case, who)
        for step in await plan_of(tx, case):
            if step.code != "similar_cases":
                await end_step(tx, case, step, result="Looked at it.", actor=who)
        with pytest.raises(NotPossible) as refused:
            await propose_decision(tx, case, text=ANSWER, actor=who)
        assert refused.value.unmet == ("plan_followed",)
        await follow_plan(tx, case, who)
        await propose_decision(tx, case, text=ANSWER, actor=who)
        assert case.state == "decision_pending"


async def test_at_7_6_the_plan_is_as_deep_as_the_case_is_severe_and_grows_with_it(services, mina):
    """AT-7.6: depth in proportion to the severity."""
    from handoff.cases.assessing import assess

    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina, severity=2)
        small = [step.code for step in await plan_of(tx, case)]
        assert small == ["story", "records", "complainant", "other_side"]
        await assess(tx, case, severity=4, impact=1, urgency=1, complexity="complex", actor=who)
        grown = [step.code for step in await plan_of(tx, case)]
        assert grown[:4] == small
        assert {"similar_cases", "expert", "others_at_risk"} <= set(grown)
        own_step = await add_step(tx, case, words="Ask the courier's depot.", actor=who)
        with pytest.raises(Invalid):
            await end_step(tx, case, own_step, result=" ", actor=who)
        await end_step(tx, case, own_step, result="Not needed: the lid was photographed.", actor=who, let_go=True)
        with pytest.raises(Conflict):
            await end_step(tx, case, own_step, result="Once more.", actor=who)


async def test_evidence_says_what_it_shows_whence_since_when_and_keeps_the_hash_of_its_file(services, mina):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina)
        content = b"%PDF-1.7 a packing list"
        file = Attachment(
            conversation_id=None, case_id=case.id, owner=case.key_owner, type="application/pdf", size=len(content),
            name=await keys.seal(tx, case.key_owner, "list.pdf"), sha256=hashlib.sha256(content).hexdigest(),
            content=await keys.seal_bytes(tx, case.key_owner, content), added_at=tx.clock.now(),
        )  # fmt: skip
        tx.add(file)
        await tx.flush()
        kept = File(id=file.id, sha256=file.sha256)
        found = Found(kind="document", words="It lists no lid.", source="The warehouse", file=kept)
        evidence = await gather(tx, case, found, actor=who)
        assert evidence.sha256 == hashlib.sha256(content).hexdigest()
        for broken in (
            Found(kind="rumour", words="x", source="y"),
            Found(kind="document", words=" ", source="y"),
            Found(kind="document", words="x", source=""),
            Found(kind="document", words="x", source="y", obtained_at=tx.clock.now() + DAY),
        ):
            with pytest.raises(Invalid):
                await gather(tx, case, broken, actor=who)
        assert len(await evidence_of(tx, case)) == 1
        event = (await of_case(tx, case.id))[-1]
        assert (event.name, event.data["sha256"]) == ("case.evidence_gathered", evidence.sha256)
        rows = (await tx.execute(text("select * from evidence"))).all()
        assert b"lists no lid" not in repr(rows).encode()


async def test_at_4_7_whoever_declares_a_stake_loses_the_case_and_sees_nothing_of_it_any_more(services, mina, omid):
    """AT-4.7: a declared conflict of interest is a hard block, for every act and every view."""
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina)
        assert await case_for(tx, await tx.merge(mina), case.number)
        with pytest.raises(Invalid):
            await declare(tx, case, stake=True, actor=who, words=" ")
        await declare(tx, case, stake=True, actor=who, words="Her brother is my neighbour.")
        assert case.owner_id is None
        with pytest.raises(Conflict):
            await declare(tx, case, stake=False, actor=who)
        with pytest.raises(ConflictOfInterest):
            await gathered(tx, case, who)
        with pytest.raises(ConflictOfInterest):
            await own(tx, case, await tx.merge(mina), actor=who)
        for seen in (
            await team_cases(tx, await tx.merge(mina)),
            (await find_cases(tx, await tx.merge(mina), Sought(words=case.number))).lines,
        ):
            assert case.id not in [line.case.id for line in seen]
        assert await own(tx, case, await tx.merge(omid), actor=Actor.agent(omid.id)), "a colleague goes on"


async def test_nobody_examines_without_having_declared(services, mina):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await assessed(tx, case, mina)
        await move(tx, case, "T06", who)
        await written(tx, case, who)
        await gathered(tx, case, who)
        with pytest.raises(NotPossible) as refused:
            await propose_decision(tx, case, text=ANSWER, actor=who)
        assert refused.value.unmet == ("investigator_declared",)
        await declare(tx, case, stake=False, actor=who)
        await propose_decision(tx, case, text=ANSWER, actor=who)


async def test_at_d_a_decision_about_a_colleague_waits_until_they_were_heard_or_a_reason_is_kept(services, mina, omid):
    """AT-D: no decision before the member of staff complained about was heard, or why not is recorded."""
    case = await register(services, subject_id=omid.id, staff_subject=True)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina)
        await written(tx, case, who)
        await gathered(tx, case, who)
        with pytest.raises(NotPossible) as refused:
            await propose_decision(tx, case, text=ANSWER, actor=who)
        assert refused.value.unmet == ("staff_subject_heard_if_any",)
        await hear(tx, case, who="witness", words="I saw it.", name="The courier", actor=who)
        with pytest.raises(NotPossible):
            await propose_decision(tx, case, text=ANSWER, actor=who)
        with pytest.raises(Invalid):
            await note_not_heard(tx, case, who="staff_subject", because="", actor=who)
        await note_not_heard(tx, case, who="staff_subject", because="On leave until March, no address.", actor=who)
        await propose_decision(tx, case, text=ANSWER, actor=who)


@ON_BOTH
async def test_a_question_says_why_and_until_when_and_an_answer_brings_the_case_back_to_where_it_was(services, mina):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina)
        by = tx.clock.now() + 10 * DAY
        for questions, why, reply_by, lacks in (
            ("", "To see it.", by, "questions"),
            ("Which lid?", " ", by, "why_needed"),
            ("Which lid?", "To see it.", tx.clock.now(), "reply_by"),
        ):
            async with tx.begin_nested() as attempt:
                with pytest.raises(NotPossible) as refused:
                    await ask_complainant(tx, case, questions=questions, why=why, reply_by=reply_by, actor=who)
                assert refused.value.unmet == (lacks,)
                await attempt.rollback()
            await tx.refresh(case)
        await ask_complainant(tx, case, questions="Which lid?", why="There are two kinds.", reply_by=by, actor=who)
        assert (case.state, case.return_state) == ("awaiting_complainant", "investigating")
        await add_information(tx, case, text="The glass one.", actor=CUSTOMER)
        assert (case.state, case.return_state) == ("investigating", None)
        [question] = await questions_of(tx, case)
        assert question.ended_how == "answered"


async def test_a_question_at_the_front_line_returns_to_the_front_line(services, mina):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await assessed(tx, case, mina)
        await move(tx, case, "T05", who)
        by = tx.clock.now() + 10 * DAY
        await ask_complainant(tx, case, questions="Which lid?", why="There are two.", reply_by=by, actor=who)
        await add_information(tx, case, text="The glass one.", actor=CUSTOMER)
        assert case.state == "early_resolution"


async def test_who_does_not_answer_is_reminded_twice_and_then_we_go_on_with_what_we_have(
    services, conversation, clock, mina
):
    case = await register(services, conversation_id=conversation.id)
    async with services.db.transaction() as tx:
        found = await case_in(tx, case)
        who = await investigated(tx, found, mina)
        by = tx.clock.now() + 10 * DAY
        await ask_complainant(tx, found, questions="Which lid?", why="There are two kinds.", reply_by=by, actor=who)
    await tick(services)
    await pass_time(services, clock, 9 * DAY)
    told = [
        words
        for words in await said(services, conversation, kind="prompt")
        if "Which lid" in words or "our question" in words.lower()
    ]
    assert "There are two kinds." in told[0]
    async with services.db.reading() as tx:
        assert await reminded_of_question(tx, await case_in(tx, case))
    await pass_time(services, clock, 2 * DAY)
    async with services.db.reading() as tx:
        found = await case_in(tx, case)
        assert found.state == "investigating"
        [question] = await questions_of(tx, found)
        assert question.ended_how == "unanswered"


async def test_a_decision_on_what_we_have_needs_two_reminders_first(services, mina):
    case = await register(services)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        who = await investigated(tx, case, mina)
        await written(tx, case, who)
        by = tx.clock.now() + 10 * DAY
        await ask_complainant(tx, case, questions="Which lid?", why="There are two kinds.", reply_by=by, actor=who)
        with pytest.raises(NotPossible) as refused:
            await propose_decision(tx, case, text=ANSWER, actor=who)
        assert refused.value.unmet == ("two_reminders_sent",)
        await propose_decision(tx, case, text=ANSWER, actor=who, reminders_sent=True)
        assert case.state == "decision_pending"


async def test_somebody_outside_is_asked_only_when_sharing_is_lawful_and_hears_nothing_of_who_complains(
    services, clock, mina
):
    from handoff.channels.email.models import Letter

    case = await register(services)
    async with services.db.transaction() as tx:
        found = await case_in(tx, case)
        who = Actor.agent(mina.id, "investigator")
        await investigated(tx, found, mina)
        ask = {"name": "Swift Couriers", "question": "Was the parcel dropped?", "reply_by": tx.clock.now() + 5 * DAY}
        async with tx.begin_nested() as attempt:
            with pytest.raises(NotPossible) as refused:
                await ask_third_party(tx, found, lawful_because="", actor=who, **ask)
            assert refused.value.unmet == ("sharing_lawful",)
            await attempt.rollback()
        await tx.refresh(found)
        await ask_third_party(
            tx,
            found,
            lawful_because="They carry it for us; no name is shared.",
            email="depot@swift.example",
            actor=who,
            **ask,
        )
        assert found.state == "awaiting_third_party"
    await tick(services)
    async with services.db.transaction() as tx:
        found = await case_in(tx, case)
        letter = await tx.scalar(select(Letter).where(Letter.template == "P12"))
        words = await keys.unseal(tx, found.key_owner, letter.text)
        assert "Was the parcel dropped?" in words
        assert "Sara" not in words
        assert await keys.unseal(tx, found.key_owner, letter.address) == "depot@swift.example"
        await note_third_party_reply(tx, found, words="It was.", actor=who)
        assert (found.state, found.return_state) == ("investigating", None)
        [question] = await questions_of(tx, found)
        assert question.ended_how == "answered"


async def test_an_investigation_is_opened_with_a_declaration(services, mina, omid):
    case = await register(services, subject_id=omid.id, staff_subject=True)
    async with services.db.transaction() as tx:
        case = await case_in(tx, case)
        await assessed(tx, case, mina)
        with pytest.raises(ConflictOfInterest):
            await open_investigation(tx, case, actor=Actor.agent(omid.id))
        await open_investigation(tx, case, actor=Actor.agent(mina.id))
        assert "case.stake_declared" in [row.name for row in await of_case(tx, case.id)]
        assert isinstance(await tx.get(Agent, omid.id), Agent)
