"""One state for everybody who looks: the assistant, the chat, the tracking page and the desk."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from handoff.cases import Case, Contact
from handoff.cases.accepting import reject
from handoff.cases.moving import CUSTOMER
from handoff.cases.opening import tracking_secret
from handoff.conversations import Conversation
from handoff.conversations.opening import link_case
from handoff.sla.models import Deadline
from handoff.staff import sign_in
from handoff.web.chat.standing import standing
from handoff.web.identity import STAFF_COOKIE
from handoff.worker import tick
from tests.handoff.cases.roads import answered, assessed
from tests.handoff.conftest import PASSWORD
from tests.handoff.follow_ups.looking import needs, pass_time, prompts

TOKEN = {"Authorization": "Bearer " + "a" * 32}


async def rejected(tx, mina, **told) -> Case:
    case = await answered(tx, mina, **told)
    await reject(tx, case, how="track", actor=CUSTOMER)
    return case


@pytest.mark.parametrize("make", [assessed, answered, rejected])
async def test_at_7_3_assistant_chat_page_and_desk_say_the_same(
    services, app, aiohttp_client, client, conversation, mina, nasrin, shirin, make
):
    """AT-7.3: the sentence that the assistant says is the one on the page, in the chat's head and on the desk."""
    async with services.db.transaction() as tx:
        case = await make(tx, mina, conversation_id=conversation.id)
        talk = await tx.get_one(Conversation, conversation.id)
        await link_case(tx, talk, case_id=case.id, actor="assistant")
        known = {"number": case.number, "secret": await tracking_secret(tx, case)}
        chat = await standing(tx, talk, customer_spoke_last=False)
    _, token = await sign_in(services.db, email=nasrin.email, password=PASSWORD, device="a test")
    desk = await aiohttp_client(app, cookies={STAFF_COOKIE: token})
    asked = await client.post("/api/case-lookups", json={"conversation": conversation.id}, headers=TOKEN)
    (said,) = (await asked.json())["cases"]
    page = unescape(await (await client.post("/track", data=known)).text())
    ours = unescape(await (await desk.get(f"/console/cases/{case.number}")).text())
    assert said["state"] == case.state
    assert said["state_text"] == chat["case"]["state_text"]
    for words in (said["state_text"], said["next_text"]):
        assert words
        assert words in page
        assert words in ours


async def test_at_7_3_silence_beyond_the_promise_is_noticed(services, clock, mina, nasrin):
    """AT-7.3: they can only be called and nobody does; at the promised moment supervisors have it before them."""
    async with services.db.transaction() as tx:
        case = await assessed(tx, mina, contact=Contact(phone="+98 912 555 0145"), channel="phone")
        promised = (await tx.scalars(select(Deadline).where(Deadline.kind == "progress"))).one()
    while clock.now() < promised.due_at - timedelta(minutes=1):
        assert not await prompts(services, "progress_missed"), "not before its time"
        clock.move_to(min(clock.now() + timedelta(hours=12), promised.due_at - timedelta(minutes=1)))
        await tick(services)
    await pass_time(services, clock, timedelta(minutes=2), step=timedelta(minutes=1))
    (alert,) = await prompts(services, "progress_missed")
    assert (alert.audience, alert.state, alert.by) == ("supervisor", "sent", promised.due_at)
    assert any(need.task == alert.id for need in await needs(services, nasrin))
    async with services.db.reading() as tx:
        missed = await tx.get_one(Deadline, promised.id)
        assert missed.missed_at is not None, "and it stays on record"
        assert (await tx.get_one(Case, case.id)).told_at is None


async def test_at_7_3_while_the_next_step_is_ours_there_is_always_a_date_for_news(services, mina, nasrin, shirin):
    """AT-7.3: assessed, looked at afresh: a promise of news runs; while we wait for them there is none."""
    async with services.db.transaction() as tx:
        running = select(Deadline.case_id).where(
            Deadline.kind == "progress", Deadline.met_at.is_(None), Deadline.cancelled_at.is_(None)
        )
        cases = {make.__name__: (await make(tx, mina)).id for make in (assessed, answered, rejected)}
        owed = set(await tx.scalars(running))
    assert owed == {cases["assessed"], cases["rejected"]}
