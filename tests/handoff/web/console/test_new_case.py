"""Register for somebody who calls or comes in."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.drafting import keep_draft
from handoff.cases.looking_up import case_by_secret
from handoff.conversations import Conversation, take
from tests.handoff.web.console.conftest import PAGE

TOLD = {
    "key": "one", "channel": "phone", "language": "fa", "narrative": "کتری شکسته رسید.", "name": "سارا احمدی",
    "phone": "۰۹۱۲ ۵۵۵ ۰۱۴۵", "own": "yes",
}  # fmt: skip


async def register(desk, **changes):
    sent = {name: value for name, value in {**TOLD, **changes}.items() if value is not None}
    return await desk.post("/console/cases/new", data=sent, headers=PAGE, allow_redirects=False)


def number_in(answer):
    return re.search(r"/console/cases/(PA-\d{4}-\d{4})/receipt", answer.headers["Location"])[1]


async def test_the_caller_is_told_number_and_secret_and_both_open_the_case(minas_desk, services):
    answer = await register(minas_desk)
    assert answer.status == 303
    page = await (await minas_desk.get(answer.headers["Location"])).text()
    number, secret = re.findall(r'<dd class="code">([^<]+)</dd>', page)
    async with services.db.reading() as tx:
        case = await case_by_secret(tx, number=number, secret=secret)
    assert (case.channel, case.language) == ("phone", "fa")


async def test_whoever_registers_answers_for_it_unless_they_say_no(minas_desk, services, mina):
    mine, nobodys = number_in(await register(minas_desk)), number_in(await register(minas_desk, key="two", own=None))
    async with services.db.reading() as tx:
        owners = {case.number: case.owner_id for case in await tx.scalars(select(Case))}
    assert owners[mine] == mina.id
    assert owners[nobodys] is None


async def test_sent_twice_it_is_registered_once(minas_desk):
    assert number_in(await register(minas_desk)) == number_in(await register(minas_desk))


async def test_the_clocks_run_from_when_it_was_told_and_never_from_the_future(minas_desk, services, clock):
    past = number_in(await register(minas_desk, received_day="۱۴۰۵/۰۸/۳۰", received_time="۹:۳۰"))
    future = number_in(await register(minas_desk, key="two", received_day="2027-01-01"))
    async with services.db.reading() as tx:
        found = {case.number: case.received_at for case in await tx.scalars(select(Case))}
    assert found[past].isoformat() == "2026-11-21T06:00:00+00:00"  # half past nine in Tehran
    assert found[future] <= clock.now()


async def test_everything_that_is_missing_is_said_at_once_and_nothing_typed_is_lost(minas_desk):
    answer = await register(
        minas_desk, narrative="", phone="", received_day="soon", amount="many", product="Kettle “Morning”"
    )
    page = await answer.text()
    assert answer.status == 422
    for words in (
        "Please write down what happened.",
        "This is not a day we can read.",
        "Please write the amount as a number.",
    ):
        assert words in page
    assert "Kettle “Morning”" in page
    assert 'value="soon"' in page
    assert 'aria-invalid="true"' in page


async def test_somebody_may_stay_anonymous(minas_desk, services):
    number = number_in(await register(minas_desk, phone="", name="", anonymous="yes"))
    page = await (await minas_desk.get(f"/console/cases/{number}")).text()
    assert "This person wants to stay anonymous." in page


@pytest.mark.parametrize("later", [timedelta(hours=2), timedelta(0)])
async def test_the_secret_is_shown_for_an_hour_and_only_to_whoever_registered(minas_desk, nasrins_desk, clock, later):
    place = (await register(minas_desk)).headers["Location"]
    clock.advance(later)
    desk = minas_desk if later else nasrins_desk
    answer = await desk.get(place, headers=PAGE, allow_redirects=False)
    assert answer.status == 303


async def test_what_was_told_in_a_talk_starts_the_form_and_the_talk_belongs_to_the_case(
    minas_desk, services, conversation, mina
):
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await keep_draft(
            tx, talk.id, {"narrative": "The kettle leaks.", "order_ref": "A-77", "email": "sara@example.com"}
        )
        await take(tx, talk, agent=mina)
    page = await (await minas_desk.get(f"/console/cases/new?talk={conversation.id}")).text()
    assert "The kettle leaks." in page
    assert 'value="A-77"' in page
    number = number_in(await register(minas_desk, talk=str(conversation.id), channel="chat"))
    async with services.db.reading() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        case = await tx.get_one(Case, talk.case_id)
    assert (case.number, case.conversation_id) == (number, talk.id)
