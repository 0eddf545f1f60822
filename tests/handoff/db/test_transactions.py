"""All or nothing, and the world hears of it only after the commit."""

import asyncio
import contextlib

import pytest
from sqlalchemy import func, select, update

from handoff.conversations import Message, post_message
from handoff.conversations.events import MessagePosted
from handoff.db import change, insert_once, keys
from handoff.db.keys import DataKey
from handoff.db.transaction import READERS
from handoff.errors import Erased
from handoff.events import EventRow
from handoff.staff import Agent
from tests.handoff.conftest import ON_BOTH


async def test_a_failing_reaction_takes_the_change_with_it(services, conversation, monkeypatch):
    async def explode(tx, event):
        raise RuntimeError("on purpose")

    monkeypatch.setitem(services.db._reactions, MessagePosted, [explode])
    async with services.db.reading() as tx:
        before = await tx.scalar(select(func.count(EventRow.id)))
    with pytest.raises(RuntimeError):
        async with services.db.transaction() as tx:
            await post_message(tx, conversation, author="customer", body="Hi")
    async with services.db.reading() as tx:
        assert await tx.scalar(select(func.count(EventRow.id))) == before
        assert await tx.scalar(select(func.count(Message.id)).where(Message.author == "customer")) == 0


@ON_BOTH
async def test_the_bus_hears_only_of_what_is_committed(services, conversation):
    async with services.bus.listen(f"conversation:{conversation.id}") as notes:
        with contextlib.suppress(RuntimeError):
            async with services.db.transaction() as tx:
                await post_message(tx, conversation, author="customer", body="lost")
                raise RuntimeError("on purpose")
        async with services.db.transaction() as tx:
            kept = await post_message(tx, conversation, author="customer", body="kept")
        _topic, note = await asyncio.wait_for(anext(notes), 5)
    assert note["message_id"] == kept.id
    assert "kept" not in str(note), "a note holds ids, never words"


@ON_BOTH
async def test_of_several_who_change_the_same_row_one_wins(services, mina):
    async def attempt(number):
        async with services.db.transaction() as tx:
            return await change(
                tx, update(Agent).where(Agent.id == mina.id, Agent.name == "Mina").values(name=str(number))
            )

    assert sorted(await asyncio.gather(*[attempt(number) for number in range(12)])) == [0] * 11 + [1]


@ON_BOTH
async def test_the_first_key_of_an_owner_is_the_only_one(services):
    async def seal(text):
        async with services.db.transaction() as tx:
            return await keys.seal(tx, "case:1", text)

    blobs = await asyncio.gather(*[seal(str(number)) for number in range(8)])
    async with services.db.reading() as tx:
        assert [await keys.unseal(tx, "case:1", blob) for blob in blobs] == [str(number) for number in range(8)]
        assert await tx.scalar(select(func.count()).select_from(DataKey)) == 1


async def test_destroying_a_key_erases_what_it_sealed_and_nothing_else(services):
    async with services.db.transaction() as tx:
        gone, kept = await keys.seal(tx, "case:1", "gone"), await keys.seal(tx, "case:2", "kept")
    async with services.db.transaction() as tx:
        assert await keys.destroy(tx, "case:1")
        assert not await keys.destroy(tx, "case:1"), "there is nothing left to destroy"
    async with services.db.transaction() as tx:
        assert await keys.unseal(tx, "case:2", kept) == "kept"
        with pytest.raises(Erased):
            await keys.unseal(tx, "case:1", gone)
        with pytest.raises(Erased):
            await keys.seal(tx, "case:1", "it must not come back under a new key")


@ON_BOTH
async def test_a_row_is_inserted_once(services):
    async with services.db.transaction() as tx:
        values = {"owner": "x", "wrapped": b"1", "made_at": tx.clock.now()}
        assert await insert_once(tx, DataKey, **values) == "x"
        assert await insert_once(tx, DataKey, **values) is None


async def test_readers_take_turns_on_sqlite_and_a_look_within_a_look_never_waits_for_its_own_seat(services):
    at_once = most = 0

    async def look():
        nonlocal at_once, most
        async with services.db.reading() as outer:
            at_once += 1
            most = max(most, at_once)
            await asyncio.sleep(0.01)
            async with services.db.reading() as inner:
                assert await inner.scalar(select(func.count(Agent.id))) == await outer.scalar(
                    select(func.count(Agent.id))
                )
            at_once -= 1

    async with asyncio.timeout(10):
        await asyncio.gather(*(look() for _ in range(4 * READERS)))
    assert most == READERS
