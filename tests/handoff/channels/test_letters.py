"""Letters are written with what calls for them, sent once, tried again, and their refusal reaches a person."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from handoff.app import build
from handoff.cases import Actor, Case, Contact
from handoff.cases.examination.asking import ask_complainant
from handoff.cases.examination.planning import open_investigation
from handoff.channels.email import outbound
from handoff.channels.email.models import Letter
from handoff.db import keys
from handoff.errors import Erased
from handoff.events import EventRow
from handoff.follow_ups.sending import due, send
from handoff.insights.aftermath import page_of
from handoff.sla.models import Deadline
from handoff.staff import Agent
from handoff.worker import tick
from tests.handoff.conftest import ON_POSTGRESQL
from tests.handoff.follow_ups.looking import needs, pass_time
from tests.handoff.sla.world import answered, case_of, judged, owned, register


async def letters(services) -> list[Letter]:
    async with services.db.reading() as tx:
        return list(await tx.scalars(select(Letter).order_by(Letter.id)))


async def acknowledgement_of(services, case) -> Deadline:
    async with services.db.reading() as tx:
        query = select(Deadline).where(Deadline.case_id == case.id, Deadline.kind == "acknowledgement")
        return (await tx.scalars(query)).one()


async def test_a_complaint_with_an_address_is_acknowledged_by_letter(services):
    case = await register(services)
    await tick(services)
    (mail,) = services.mailer.sent
    assert mail.to == "sara@example.com"
    assert mail.subject == f"We have your complaint: {case.number}"
    assert mail.text.startswith("Dear \u2068Sara\u2069,\n\nThank you for telling us.")
    assert "You have our answer by Tuesday 8 December" in mail.text
    assert f"http://127.0.0.1:8080/track?number={case.number}" in mail.text
    assert "[[address]]" not in mail.text + mail.html
    assert "124" in mail.text, "where else one can turn"
    assert mail.language == "en"
    assert '<html lang="en" dir="ltr">' in mail.html
    assert f'<a href="http://127.0.0.1:8080/track?number={case.number}"' in mail.html


async def test_the_letter_keeps_the_promise_of_acknowledgement(services, clock):
    case = await register(services, channel="post")
    assert (await acknowledgement_of(services, case)).met_at is None
    await tick(services)
    assert (await acknowledgement_of(services, case)).met_at == clock.now()


async def test_a_persian_letter_reads_from_right_to_left_in_the_persian_calendar(services):
    case = await register(services, language="fa", contact=Contact(name="سارا", email="sara@example.com"))
    await tick(services)
    (mail,) = services.mailer.sent
    assert mail.subject == f"شکایت شما را دریافت کردیم: {case.number}"
    assert "سارا" in mail.text.splitlines()[0]
    assert "پاسخ ما تا سه‌شنبه ۱۷ آذر به دست شما می‌رسد" in mail.text
    assert '<html lang="fa" dir="rtl">' in mail.html
    assert f'<bdi dir="ltr" style="white-space:nowrap">{case.number}</bdi>' in mail.html


async def test_address_and_words_are_sealed_and_gone_with_the_cases_key(services):
    case = await register(services)
    (letter,) = await _after_prompts(services)
    assert b"sara@example.com" not in letter.address
    async with services.db.transaction() as tx:
        assert await keys.unseal(tx, f"case:{case.id}", letter.address) == "sara@example.com"
        await keys.destroy(tx, f"case:{case.id}")
    async with services.db.reading() as tx:
        with pytest.raises(Erased):
            await keys.unseal(tx, f"case:{case.id}", letter.text)
    await outbound.send(services, letter.id)
    assert services.mailer.sent == []
    assert [letter.status for letter in await letters(services)] == ["failed"]


async def test_what_people_wrote_cannot_become_markup_or_a_header(services):
    nasty = "<script>alert(1)</script> & \u202e kettle"
    await register(services, narrative=nasty, contact=Contact(name="<b>Eve</b>", email="eve@example.com"))
    await tick(services)
    (mail,) = services.mailer.sent
    assert "<script>" not in mail.html
    assert "<b>" not in mail.html
    assert "&lt;script&gt;" in mail.html


async def test_when_the_mail_server_is_away_the_letter_waits_in_growing_steps(services, clock):
    await register(services)
    services.mailer.down = True
    await tick(services)
    (letter,) = await letters(services)
    assert (letter.status, letter.attempts, letter.next_at) == ("queued", 1, clock.now() + timedelta(minutes=1))
    await tick(services)
    (letter,) = await letters(services)
    assert letter.attempts == 1, "not before its time"
    clock.advance(timedelta(minutes=1))
    await tick(services)
    (letter,) = await letters(services)
    assert (letter.attempts, letter.next_at) == (2, clock.now() + timedelta(minutes=5))
    services.mailer.down = False
    clock.advance(timedelta(minutes=5))
    await tick(services)
    (letter,) = await letters(services)
    assert letter.status == "sent"
    assert len(services.mailer.sent) == 1


async def test_at_7_4_a_refused_acknowledgement_becomes_a_task_and_stays_unsent(services, clock, mina):
    """AT-7.4: a letter that came back is a task for a person."""
    case = await register(services, channel="post")
    services.mailer.refuse["sara@example.com"] = 550
    await tick(services)
    await tick(services)
    (letter,) = await letters(services)
    assert (letter.status, letter.code) == ("refused", 550)
    assert (await acknowledgement_of(services, case)).met_at is None
    assert (await case_of(services, case)).owner_id == mina.id
    assert "letter_refused" in {need.code for need in await needs(services, mina)}
    await pass_time(services, clock, timedelta(days=2))
    assert (await acknowledgement_of(services, case)).missed_at is not None
    assert len(await letters(services)) == 1, "nobody writes to an address again that takes no letters of this kind"


async def test_after_days_without_a_mail_server_a_person_has_to_find_a_way(services, clock, mina):
    await register(services)
    services.mailer.down = True
    await pass_time(services, clock, timedelta(days=6), step=timedelta(hours=12))
    acknowledgement = (await letters(services))[0]
    assert acknowledgement.status == "failed"
    assert "letter_refused" in {need.code for need in await needs(services, mina)}


async def test_a_killed_worker_leaves_its_letter_to_another(services, clock):
    await register(services)
    (letter,) = await _after_prompts(services)
    assert await outbound._claim(services, letter.id) is not None  # and then it is killed
    await tick(services)
    assert services.mailer.sent == []
    clock.advance(timedelta(minutes=2))
    await tick(services)
    (mail,) = services.mailer.sent
    assert mail.message_id == letter.message_id


async def test_the_answer_names_outside_bodies_and_how_to_reply(services, conversation, mina):
    case = await register(services, conversation)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    await tick(services)
    await tick(services)
    mail = services.mailer.sent[-1]
    assert mail.subject == f"Case {case.number}: our answer"
    assert "You are right, and we are sorry." in mail.text
    assert "To answer (I accept this · I do not agree · I have a question), open your case:" in mail.text
    assert "Consumer inspection line 124" in mail.text
    assert "Mina" in mail.text.splitlines()[-2], "signed by a person"


@ON_POSTGRESQL
async def test_two_workers_send_every_letter_exactly_once(services, settings, clock, rasa):
    other = build(settings, clock=clock, rasa=rasa, mailer=services.mailer)
    try:
        for number in range(8):
            await register(services, key=f"case {number}", contact=Contact(email=f"sara{number}@example.com"))
        for _ in range(3):
            await asyncio.gather(tick(services), tick(other), tick(services), tick(other))
            await asyncio.gather(services.settle(), other.settle())
    finally:
        await other.close()
    sent = sorted(mail.to for mail in services.mailer.sent)
    assert sent == [f"sara{number}@example.com" for number in range(8)]
    async with services.db.reading() as tx:
        count = await tx.scalar(select(func.count()).where(EventRow.name == "letter.sent"))
    assert count == 8


async def _after_prompts(services) -> list[Letter]:
    """The letters that the due prompts write, before the post is taken away."""
    async with services.db.transaction() as tx:
        for prompt_id in await due(tx, 10):
            await send(tx, prompt_id)
    return await letters(services)


async def test_a_supervisor_who_is_not_there_is_told_by_e_mail_what_cannot_wait(services, clock, mina, nasrin):
    async with services.db.transaction() as tx:
        await tx.execute(update(Agent).values(presence="offline", language="fa"))
        await tx.execute(update(Agent).where(Agent.id == mina.id).values(presence="away"))
    case = await register(services, safety=True, contact=Contact(phone="+98 912 000 0000"))
    await tick(services)
    await tick(services)
    (alarm,) = [mail for mail in services.mailer.sent if mail.to == "nasrin@example.com" and "ایمنی" in mail.subject]
    assert case.number in alarm.subject
    assert "912 000 0000" in alarm.text, "how to reach the one in danger"
    assert f"/console/cases/{case.number}" in alarm.text
    assert [letter.template for letter in await letters(services)].count("staff:P26") == 1


async def test_who_is_at_the_desk_reads_it_there_and_not_by_e_mail(services, nasrin):
    await register(services, safety=True, contact=Contact(phone="+98 912 000 0000"))
    await tick(services)
    await tick(services)
    assert [mail for mail in services.mailer.sent if mail.to == "nasrin@example.com"] == []


async def test_who_can_only_be_called_is_called_by_a_person(services, mina):
    case = await register(services, contact=Contact(phone="+98 912 000 0000"))
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    await tick(services)
    await tick(services)
    assert services.mailer.sent == []
    (call,) = [need for need in await needs(services, mina) if need.code == "P14"]
    assert call.what == f"\u2066{case.number}\u2069: please write yourself: Our answer"


async def test_the_letter_of_the_answer_brings_the_whole_answer_on_paper(services, clock, mina):
    case = await register(services)
    await owned(services, case, mina)
    await judged(services, case, mina)
    await answered(services, case, mina)
    await pass_time(services, clock, timedelta(minutes=1))
    (mail,) = [mail for mail in services.mailer.sent if "our answer" in mail.subject]
    (paper,) = mail.attachments
    assert (paper.name, paper.type) == (f"{case.number}.pdf", "application/pdf")
    assert paper.content.startswith(b"%PDF-")
    assert "attached as a PDF" in mail.text
    others = [mail for mail in services.mailer.sent if "our answer" not in mail.subject]
    assert others
    assert all(mail.attachments == () for mail in others), "other letters have nothing to attach"


async def test_who_left_no_address_reads_a_question_on_the_page_of_the_case(services, mina, clock):
    case = await register(services, contact=Contact(), anonymous=True)
    await owned(services, case, mina)
    await judged(services, case, mina)
    actor = Actor.agent(mina.id)
    async with services.db.transaction() as tx:
        held = await tx.get_one(Case, case.id)
        await open_investigation(tx, held, actor=actor)
        reply_by = clock.now() + timedelta(days=12)
        await ask_complainant(
            tx, held, questions="Which shop was it?", why="To look at its records.", reply_by=reply_by, actor=actor
        )
    await pass_time(services, clock, timedelta(days=9))
    async with services.db.reading() as tx:
        told = [message.text for message in await page_of(tx, await tx.get_one(Case, case.id))]
    assert "Which shop was it?" in told[0] + told[1]
    assert any("simply here on this page" in text for text in told), "the last reminder says where to add something"
    assert "[[address]]" not in "".join(told)
    assert not any("We have your complaint" in text for text in told), "the receipt was given with the number"


async def test_an_answer_that_cannot_be_printed_waits_in_growing_steps(services, clock, mina, monkeypatch):
    """What is broken here must not cost the complainant their answer, nor try again every two minutes for ever."""
    case = await register(services)
    await owned(services, case, mina)
    await judged(services, case, mina)

    async def broken(_letter):
        raise OSError("no fonts")

    with monkeypatch.context() as patch:
        patch.setattr(outbound, "letter_pdf", broken)
        await answered(services, case, mina)
        await tick(services)
        answer = (await letters(services))[-1]
        assert (answer.template, answer.status, answer.next_at) == ("P14", "queued", clock.now() + timedelta(minutes=1))
    clock.advance(timedelta(minutes=1))
    await tick(services)
    assert (await letters(services))[-1].status == "sent"
