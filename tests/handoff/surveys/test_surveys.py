"""After the end everybody is asked alike, once, in the talk or by a link, and a low score brings somebody to the phone."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from handoff.assistant.replies import Reply
from handoff.cases import Case, Contact
from handoff.cases.accepting import accept
from handoff.cases.moving import CUSTOMER
from handoff.conversations import Conversation
from handoff.errors import Conflict, Invalid, NotFound
from handoff.events import EventRow
from handoff.surveys.answering import keep_answers
from handoff.surveys.inviting import invite, survey_by_token, survey_of_conversation
from handoff.surveys.models import Survey
from handoff.worker import tick
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.follow_ups.looking import needs, pass_time, talk
from tests.handoff.sla.world import answered, judged, owned, register

DAY = timedelta(days=1)


async def closed(services, agent, conversation=None, *, key="one", there=False, **told) -> Case:
    """A case that was answered and accepted; with `there` the customer still has the chat open."""
    case = await register(services, conversation, key=key, **told)
    await owned(services, case, agent)
    await judged(services, case, agent)
    await answered(services, case, agent)
    async with services.db.transaction() as tx:
        if there:
            await tx.execute(update(Conversation).values(customer_seen_at=services.clock.now()))
        await accept(tx, await tx.get_one(Case, case.id), how="chat", actor=CUSTOMER)
    await services.settle()
    return case


async def survey_of(services, case) -> Survey:
    async with services.db.reading() as tx:
        return (await tx.scalars(select(Survey).where(Survey.case_id == case.id))).one()


async def answer(services, survey, **given) -> None:
    async with services.db.transaction() as tx:
        await keep_answers(tx, await tx.get_one(Survey, survey.id), **given)


def invitations(services) -> list:
    return [mail for mail in services.mailer.sent if "/survey/" in mail.text]


def token_in(mail) -> str:
    return re.search(r"/survey/([\w-]+)", mail.text)[1]


async def test_who_is_still_in_the_talk_is_asked_there(services, conversation, mina, rasa):
    rasa.answers["EXTERNAL_survey"] = [Reply("How satisfied are you?")]
    case = await closed(services, mina, conversation, there=True)
    assert ("EXTERNAL_survey" in [text for _, text in rasa.asked]) is True
    assert (await talk(services, conversation))[-1].body == "How satisfied are you?"
    survey = await survey_of(services, case)
    assert (survey.channel, survey.offered_at) == ("chat", services.clock.now())
    async with services.db.reading() as tx:
        assert (await survey_of_conversation(tx, conversation.id)).id == survey.id
    await answer(services, survey, answers={"Q1": 5, "Q2": 4, "Q3": 5}, finished=True)
    await pass_time(services, services.clock, 12 * DAY)
    assert invitations(services) == [], "answered in the talk: nobody is asked by letter as well"


async def test_who_does_not_answer_in_the_talk_gets_the_link_after_three_days(
    services, conversation, clock, mina, rasa
):
    rasa.down = True
    case = await closed(services, mina, conversation, there=True)
    await pass_time(services, clock, 2 * DAY)
    assert invitations(services) == []
    await pass_time(services, clock, 1 * DAY)
    (mail,) = invitations(services)
    assert mail.subject == f"Case {case.number}: how did we handle it?"
    assert "http://127.0.0.1:8080/survey/" in mail.text
    async with services.db.reading() as tx:
        assert (await survey_by_token(tx, token_in(mail))).case_id == case.id


async def test_one_reminder_five_days_later_and_then_nothing(services, clock, mina):
    await closed(services, mina)
    await pass_time(services, clock, 7 * DAY)
    assert len(invitations(services)) == 1
    await pass_time(services, clock, 1 * DAY)
    first, second = invitations(services)
    assert token_in(first) == token_in(second)
    assert "We will not ask again." in second.text
    await pass_time(services, clock, 30 * DAY, step=DAY)
    assert len(invitations(services)) == 2
    with pytest.raises(NotFound) as over:
        await _open_link(services, token_in(first))
    assert over.value.stable_code == "survey_over", "after three weeks the link is closed"


async def test_who_began_to_answer_is_not_reminded_and_the_link_works_once(services, clock, mina):
    case = await closed(services, mina)
    await pass_time(services, clock, 3 * DAY)
    (mail,) = invitations(services)
    survey = await survey_of(services, case)
    await answer(services, survey, answers={"Q1": 4})
    await pass_time(services, clock, 6 * DAY)
    assert len(invitations(services)) == 1
    await _open_link(services, token_in(mail))
    await answer(services, survey, answers={"Q2": None}, finished=True)
    with pytest.raises(NotFound):
        await _open_link(services, token_in(mail))


async def test_answers_are_kept_one_by_one_and_can_be_changed_until_the_end(services, mina):
    case = await closed(services, mina)
    survey = await survey_of(services, case)
    await answer(services, survey, answers={"Q1": 2})
    await answer(services, survey, answers={"Q2": None})
    await answer(services, survey, answers={"Q1": 4}, comment="Write sooner.")
    await answer(services, survey, contact_wanted=False, finished=True)
    survey = await survey_of(services, case)
    assert survey.answers == {"Q1": 4, "Q2": None}
    assert b"sooner" not in survey.comment, "sealed"
    await answer(services, survey, answers={"Q1": 4}, finished=True)  # the same once more changes nothing
    with pytest.raises(Conflict):
        await answer(services, survey, answers={"Q1": 1})
    async with services.db.reading() as tx:
        rows = (await tx.scalars(select(EventRow).where(EventRow.name == "survey.answered"))).all()
    assert len(rows) == 1


@pytest.mark.parametrize("given", [{"Q1": 6}, {"Q1": 0}, {"Q9": 3}, {"Q4a": 3, "Q4b": 3, "Q4c": 3, "Q4d": 3}])
async def test_an_answer_that_was_not_offered_is_refused(services, mina, given):
    case = await closed(services, mina)
    with pytest.raises(Invalid):
        await answer(services, await survey_of(services, case), answers=given)


async def test_a_low_score_with_the_wish_for_contact_is_a_task_within_two_working_days(services, clock, mina, nasrin):
    case = await closed(services, mina)
    survey = await survey_of(services, case)
    await answer(services, survey, answers={"Q1": 5, "Q3": 1})
    await tick(services)
    assert await needs(services, nasrin) == [], "without the wish to be contacted nobody calls"
    await answer(services, survey, contact_wanted=True, finished=True)
    await tick(services)
    (task,) = await needs(services, nasrin)
    assert task.code == "P25"
    assert task.number == case.number
    assert "rated the handling 1 of 5" in task.detail
    assert task.by.date().isoformat() == "2026-11-28"


async def test_each_person_gets_three_fixed_questions_and_one_that_rotates(services, mina):
    seen = set()
    for number in range(6):
        contact = Contact(email=f"sara{number}@example.com")
        survey = await survey_of(services, await closed(services, mina, key=f"case {number}", contact=contact))
        assert survey.items[:3] == ["Q1", "Q2", "Q3"]
        assert survey.sampled_by == "census"
        seen.add(survey.items[3])
    assert seen <= {"Q4a", "Q4b", "Q4c", "Q4d"}
    assert len(seen) > 1


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("no_channel", {"contact": Contact(phone="021 555")}),
        ("surveyed_recently", {}),
    ],
)
async def test_who_is_left_out_is_counted_with_the_reason(services, clock, mina, reason, told):
    if reason == "surveyed_recently":
        await closed(services, mina, key="before")
        await pass_time(services, clock, 4 * DAY)
    case = await closed(services, mina, **told)
    survey = await survey_of(services, case)
    assert (survey.exclusion_reason, survey.invite_at) == (reason, None)


async def test_after_ninety_days_the_same_person_may_be_asked_again(services, clock, mina):
    await closed(services, mina, key="before")
    await pass_time(services, clock, 4 * DAY)
    clock.advance(95 * DAY)
    survey = await survey_of(services, await closed(services, mina))
    assert survey.exclusion_reason is None


async def test_the_link_goes_in_the_complainants_language(services, clock, mina):
    await closed(services, mina, language="fa")
    await pass_time(services, clock, 3 * DAY)
    (mail,) = invitations(services)
    assert "رسیدگی ما چگونه بود؟" in mail.subject
    assert 'dir="rtl"' in mail.html


@ON_POSTGRESQL
async def test_of_many_workers_one_invites(services, clock, mina):
    case = await closed(services, mina)
    survey = await survey_of(services, case)
    clock.move_to(survey.invite_at)

    async def attempt() -> None:
        async with services.db.transaction() as tx:
            await invite(tx, survey.id)

    await asyncio.gather(*(attempt() for _ in range(6)))
    for _ in range(3):
        await tick(services)
    assert len(invitations(services)) == 1


async def _open_link(services, token) -> None:
    async with services.db.reading() as tx:
        await survey_by_token(tx, token)
