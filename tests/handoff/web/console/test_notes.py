"""Private notes on a case: with a talk or without one, sealed, and never for the complainant."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from handoff.cases import Case
from handoff.cases.noting import CaseNote
from handoff.conversations import Conversation, post_message, read_messages
from tests.handoff.sla.world import owned, register
from tests.handoff.web.console.test_cases import do


async def test_notes_are_kept_with_a_case_that_has_no_talk_and_stay_private(services, minas_desk, minas_case, client):
    assert (await do(minas_desk, minas_case, "notes", body="Ask the warehouse first."))[0] == 200
    assert (await do(minas_desk, minas_case, "notes", body="The warehouse agrees."))[0] == 200
    page = await (await minas_desk.get(f"/console/cases/{minas_case.number}")).text()
    assert page.index("Ask the warehouse first.") < page.index("The warehouse agrees.")
    assert "Mina wrote a private note" in page
    async with services.db.reading() as tx:
        assert (await tx.get_one(Case, minas_case.id)).conversation_id is None, "no talk was opened for it"
        kept = (await tx.scalars(select(CaseNote))).all()
    assert not any(b"warehouse" in note.body for note in kept), "notes are sealed"
    shown = await (await client.get("/track")).text()
    assert "warehouse" not in shown


async def test_notes_of_the_talk_and_of_the_case_stand_in_one_list(services, conversation, minas_desk, mina, clock):
    case = await register(services, conversation)
    await owned(services, case, mina)
    async with services.db.transaction() as tx:
        talk = await tx.get_one(Conversation, conversation.id)
        await post_message(tx, talk, author="agent", kind="note", body="She is upset.", agent_id=mina.id)
    clock.advance(timedelta(minutes=1))
    assert (await do(minas_desk, case, "notes", body="Ask the courier."))[0] == 200
    assert (await do(minas_desk, case, "notes", body=" "))[0] == 422
    page = await (await minas_desk.get(f"/console/cases/{case.number}")).text()
    assert page.index("She is upset.") < page.index("Ask the courier.")
    async with services.db.reading() as tx:
        messages = await read_messages(tx, await tx.get_one(Conversation, conversation.id), private=False)
    assert not any("courier" in message.body for message in messages)
