"""What both buses promise. The two ends are one bus in memory, and two processes' buses on Redis."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from handoff.bus import EVERY_TOPIC, LOST, Bus, open_bus


class Ends(NamedTuple):
    speaker: Bus
    hearer: Bus
    lost: list[int]


@pytest.fixture(params=["memory", "redis"])
async def ends(request: pytest.FixtureRequest) -> AsyncIterator[Ends]:
    lost: list[int] = []
    if request.param == "memory":
        bus = open_bus(None, limit=100, on_lost=lost.append)
        yield Ends(bus, bus, lost)
        await bus.close()
    else:
        url, prefix = request.getfixturevalue("redis_url"), request.getfixturevalue("bus_prefix")
        speaker = open_bus(url, prefix=prefix)
        hearer = open_bus(url, prefix=prefix, limit=100, on_lost=lost.append)
        yield Ends(speaker, hearer, lost)
        await speaker.close()
        await hearer.close()


async def next_of(notes):
    return await asyncio.wait_for(anext(notes), 5)


async def test_a_listener_hears_what_is_published(ends):
    async with ends.hearer.listen("a") as notes:
        await ends.speaker.publish("a", {"n": 1, "text": "سلام", "deep": {"x": [1, None]}})
        assert await next_of(notes) == ("a", {"n": 1, "text": "سلام", "deep": {"x": [1, None]}})


async def test_a_process_hears_itself_once(ends):
    async with ends.hearer.listen("a") as notes:
        await ends.hearer.publish("a", {"n": 1})
        await ends.speaker.publish("a", {"n": 2})
        assert await next_of(notes) == ("a", {"n": 1})
        assert await next_of(notes) == ("a", {"n": 2})


async def test_notes_of_one_publisher_come_in_order(ends):
    async with ends.hearer.listen("a", "b") as notes:
        async with asyncio.TaskGroup() as tasks:
            for n in range(50):
                tasks.create_task(ends.speaker.publish("ab"[n % 2], {"n": n}))
        assert [(await next_of(notes))[1]["n"] for _ in range(50)] == list(range(50))


async def test_a_listener_hears_only_its_topics(ends):
    async with ends.hearer.listen("a", "b") as notes:
        await ends.speaker.publish("c", {"n": 0})
        await ends.speaker.publish("b", {"n": 1})
        assert await next_of(notes) == ("b", {"n": 1})


async def test_every_listener_hears_it(ends):
    async with ends.hearer.listen("a") as one, ends.hearer.listen("a") as two:
        await ends.speaker.publish("a", {"n": 1})
        assert await next_of(one) == await next_of(two) == ("a", {"n": 1})


async def test_what_was_said_before_is_gone(ends):
    await ends.speaker.publish("a", {"n": 0})
    async with ends.hearer.listen("a") as notes:
        await ends.speaker.publish("a", {"n": 1})
        assert (await next_of(notes))[1] == {"n": 1}


async def test_a_listener_that_left_keeps_nobody_from_listening(ends):
    async with ends.hearer.listen("a"):
        pass
    async with ends.hearer.listen("a") as notes:
        await ends.speaker.publish("a", {"n": 1})
        assert await next_of(notes) == ("a", {"n": 1})


async def test_a_listener_that_reads_too_slowly_is_told_once_that_it_missed_something(ends):
    async with ends.hearer.listen("slow") as notes, ends.hearer.listen("slow", "end") as quick:
        reader = asyncio.create_task(_until_the_end(quick))
        for n in range(101):
            await ends.speaker.publish("slow", {"n": n})
            await asyncio.sleep(0)
        await ends.speaker.publish("end", {})
        assert len(await asyncio.wait_for(reader, 5)) == 101, "one who reads in time misses nothing"

        first = await next_of(notes)
        assert first[0] == EVERY_TOPIC
        assert first[1] is LOST
        assert await next_of(notes) == ("slow", {"n": 100}), "what came after the gap is there"
        await ends.speaker.publish("slow", {"n": 101})
        assert await next_of(notes) == ("slow", {"n": 101})
        assert ends.lost == [100]


async def test_a_note_that_is_not_json_is_a_mistake_of_the_publisher(ends):
    with pytest.raises(TypeError):
        await ends.speaker.publish("a", {"when": object()})


async def test_a_note_is_read_as_if_it_came_from_another_process(ends):
    note = {"pair": (1, 2)}
    async with ends.hearer.listen("a") as notes:
        await ends.hearer.publish("a", note)
        note["pair"] = "changed afterwards"
        assert await next_of(notes) == ("a", {"pair": [1, 2]})


async def test_a_listener_ends_when_the_bus_is_closed(ends):
    async with ends.hearer.listen("a") as notes:
        await ends.hearer.publish("a", {"n": 1})
        await ends.hearer.close()
        assert [note async for note in notes] == [("a", {"n": 1})]


async def test_the_bus_answers_a_ping(ends):
    async with ends.hearer.listen("a"):
        assert await ends.hearer.ping()
    assert await ends.speaker.ping()


async def _until_the_end(notes):
    heard = []
    async for topic, note in notes:
        if topic == "end":
            return heard
        heard.append(note)
    return heard
