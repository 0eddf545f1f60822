"""After an erasure no word is left anywhere; the event log and what is counted are as they were."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, select

from handoff.assistant.client import Rasa
from handoff.cases import Case, Issue
from handoff.cases.drafting import keep_draft, read_draft
from handoff.conversations import Conversation, open_conversation, post_message, read_messages
from handoff.customers import customer_of
from handoff.db import keys
from handoff.errors import Erased
from handoff.events import of_case, verify_everything
from handoff.insights.case_files import read_case_file
from handoff.insights.own_copy import own_copy
from handoff.privacy.erasing import erase_case, what_is_held
from handoff.privacy.models import Tombstone
from handoff.schema import metadata
from handoff.worker import tick
from tests.handoff.conftest import ON_BOTH, ScriptedRasa
from tests.handoff.privacy.conftest import closed_case, pass_time


async def erase(services, case):
    async with services.db.transaction() as tx:
        done = await erase_case(tx, await tx.get_one(Case, case.id), ground="request", actor="agent:1")
    await services.settle()
    return done


async def sealed_rows(services, case, talk):
    """Every sealed value of every table that belongs to the case or its talk: (table, column)."""
    left = []
    async with services.db.reading() as tx:
        for table in metadata.sorted_tables:
            for column in table.columns:
                if not isinstance(column.type, LargeBinary):
                    continue
                for owner, value in (("case_id", case.id), ("conversation_id", talk.id), ("id", case.id)):
                    if owner not in table.columns or (owner == "id" and table.name != "cases"):
                        continue
                    rows = await tx.scalars(select(column).where(table.columns[owner] == value))
                    left += [(table.name, column.name) for content in rows if content]
    return left


@ON_BOTH
async def test_at_8_5_nothing_sealed_is_left_in_any_table_and_the_chain_holds(services, closed):
    """AT-8.5, AT-8.7: erasing a case leaves the log green."""
    before = await sealed_rows(services, closed.case, closed.talk)
    assert {table for table, _ in before} >= {"cases", "parties", "messages", "attachments"}
    async with services.db.reading() as tx:
        counts = await what_is_held(tx, closed.case)
    assert await erase(services, closed.case)
    assert await sealed_rows(services, closed.case, closed.talk) == []
    async with services.db.reading() as tx:
        assert await verify_everything(tx) == (1, [])
        for owner in (closed.case.key_owner, closed.talk.owner):
            assert await keys.destroyed(tx, owner)
        with pytest.raises(Erased):
            await keys.unseal(tx, closed.case.key_owner, b"anything")
        stone = await tx.scalar(select(Tombstone).where(Tombstone.owner == closed.case.key_owner))
        assert (stone.ground, stone.by, stone.counts) == ("request", "agent:1", counts)


async def test_what_is_counted_without_a_name_stays(services, closed):
    async with services.db.reading() as tx:
        topics = (await tx.scalars(select(Issue.topic).where(Issue.case_id == closed.case.id))).all()
    await erase(services, closed.case)
    async with services.db.reading() as tx:
        case = await tx.get_one(Case, closed.case.id)
        assert (case.number, case.received_at, case.closure_reason, case.priority) == (
            closed.case.number, closed.case.received_at, "resolved_accepted", closed.case.priority,
        )  # fmt: skip
        assert (await tx.scalars(select(Issue.topic).where(Issue.case_id == case.id))).all() == topics
        file = await read_case_file(tx, case)
        assert file.erased
        assert file.narrative is None
        with pytest.raises(Erased):
            await own_copy(tx, case)


async def test_a_talk_says_that_it_was_erased_and_its_browser_does_not_come_back_to_it(services, closed):
    await erase(services, closed.case)
    async with services.db.reading() as tx:
        talk = await tx.get_one(Conversation, closed.talk.id)
        bodies = {view.body for view in await read_messages(tx, talk, private=True)}
        assert bodies == {"This content was erased."}
        assert await customer_of(tx, "any cookie") is None


async def test_words_of_a_talk_stay_while_another_case_of_it_stands(services, mina, closed):
    from handoff.cases import Actor, Complaint, open_case
    from tests.handoff.privacy.conftest import shut

    async with services.db.transaction() as tx:
        complaint = Complaint(
            narrative="And the cup.", channel="chat", language="en", anonymous=True, conversation_id=closed.talk.id
        )
        other, _ = await open_case(tx, complaint, actor=Actor("customer", "complainant"), idempotency_key="the cup")
    await shut(services, other.id)
    await erase(services, closed.case)
    async with services.db.reading() as tx:
        assert not await keys.destroyed(tx, closed.talk.owner)
    await erase(services, other)
    async with services.db.reading() as tx:
        assert await keys.destroyed(tx, closed.talk.owner)


async def test_the_assistant_forgets_the_talk_in_every_generation_and_is_asked_again_when_away(
    services, rasa, closed, clock, monkeypatch
):
    forgotten = []

    async def forget(self, sender):
        if self.down:
            from handoff.assistant.client import AssistantDown

            raise AssistantDown("down for a test")
        forgotten.append(sender)

    monkeypatch.setattr(ScriptedRasa, "forget", forget)
    await erase(services, closed.case)
    rasa.down = True
    await tick(services)
    assert forgotten == []
    rasa.down = False
    await pass_time(services, clock, minutes=6)
    talk = closed.talk
    assert forgotten == [f"c{talk.id}-{talk.sender_name}-{n}" for n in range(1, talk.generation + 1)]
    await tick(services)
    assert len(forgotten) == talk.generation, "once is enough"


async def test_the_real_client_replaces_what_rasa_remembers(aiohttp_server):
    from aiohttp import web

    asked = []

    async def replace(request):
        asked.append((request.method, request.path, await request.json()))
        return web.json_response({})

    app = web.Application()
    app.router.add_put("/conversations/{sender}/tracker/events", replace)
    server = await aiohttp_server(app)
    client = Rasa(str(server.make_url("/")))
    try:
        await client.forget("c1-abc-1")
    finally:
        await client.close()
    assert asked == [("PUT", "/conversations/c1-abc-1/tracker/events", [{"event": "restart"}])]


async def test_letters_that_wait_are_not_sent_any_more(services, mina, clock):
    from handoff.channels.email.models import Letter

    case = (await closed_case(services, mina)).case
    async with services.db.transaction() as tx:
        for letter in await tx.scalars(select(Letter).where(Letter.case_id == case.id)):
            letter.status, letter.next_at = "queued", clock.now()
    await erase(services, case)
    await tick(services)
    assert services.mailer.sent == []


async def test_a_draft_goes_after_72_hours_with_its_talk_and_any_other_talk_after_30_days(
    services, clock, customer, conversation
):
    async with services.db.transaction() as tx:
        await keep_draft(tx, conversation.id, {"narrative": "The kettle"})
        other = await open_conversation(tx, customer, language="en")
        await post_message(tx, other, author="customer", body="What are your hours?", client_id="1")
    await services.settle()
    await pass_time(services, clock, hours=71)
    async with services.db.reading() as tx:
        assert await read_draft(tx, conversation.id) == {"narrative": "The kettle"}
    await pass_time(services, clock, hours=2)
    async with services.db.reading() as tx:
        assert await read_draft(tx, conversation.id) == {}
        assert await keys.destroyed(tx, conversation.owner)
        assert not await keys.destroyed(tx, other.owner)
    await pass_time(services, clock, days=28)
    async with services.db.reading() as tx:
        stones = (await tx.scalars(select(Tombstone))).all()
        assert {(stone.owner, stone.ground) for stone in stones} == {
            (conversation.owner, "retention"),
            (other.owner, "retention"),
        }


async def test_an_erased_case_is_at_the_end_of_its_road_and_the_log_says_how(services, closed):
    """T43: asked for before its time it is archived on the way; the statistics keep its row."""
    await erase(services, closed.case)
    async with services.db.reading() as tx:
        assert (await tx.get_one(Case, closed.case.id)).state == "purged"
        moves = [row.data["transition"] for row in await of_case(tx, closed.case.id) if row.name == "case.moved"]
        assert moves[-2:] == ["T41", "T43"]
        assert await verify_everything(tx) == (1, [])


async def test_a_closed_case_is_thinned_out_after_a_year_and_goes_after_three(services, clock, mina):
    from handoff.cases.parties import complainant_of
    from handoff.privacy.models import Keeping

    case = (await closed_case(services, mina)).case
    await pass_time(services, clock, days=360)
    async with services.db.reading() as tx:
        assert (await complainant_of(tx, case)).email == "sara@example.com"
    await pass_time(services, clock, days=10)
    async with services.db.reading() as tx:
        contact = await complainant_of(tx, case)
        assert (contact.name, contact.email, contact.phone) == ("Sara Ahmadi", None, None)
        assert (await tx.get_one(Keeping, case.id)).archived_at is not None
    await pass_time(services, clock, days=700)
    async with services.db.reading() as tx:
        assert not await keys.destroyed(tx, case.key_owner)
    await pass_time(services, clock, days=30)
    async with services.db.reading() as tx:
        assert await keys.destroyed(tx, case.key_owner)


async def test_topics_that_law_keeps_longer_stay_longer(services, clock, mina):
    from handoff.privacy.models import Keeping

    case = (await closed_case(services, mina)).case
    async with services.db.transaction() as tx:
        for issue in await tx.scalars(select(Issue).where(Issue.case_id == case.id)):
            issue.topic = "C05.1"
    from tests.handoff.privacy.conftest import shut

    await shut(services, case.id)
    async with services.db.reading() as tx:
        assert (await tx.get_one(Keeping, case.id)).purge_at.year == clock.now().year + 6
