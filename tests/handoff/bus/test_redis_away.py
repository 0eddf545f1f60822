"""What the bus does when Redis is away, comes back, or was away only for some."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
from redis import asyncio as redis

from handoff.bus import EVERY_TOPIC, LOST, open_bus, speaking


async def next_of(notes, *, within: float = 8):
    return await asyncio.wait_for(anext(notes), within)


async def test_a_killed_connection_yields_lost_and_goes_on(redis_url, bus_prefix):
    speaker, hearer = open_bus(redis_url, prefix=bus_prefix), open_bus(redis_url, prefix=bus_prefix)
    async with hearer.listen("a") as one, hearer.listen("b") as two:
        await speaker.publish("a", {"n": 1})
        assert await next_of(one) == ("a", {"n": 1})

        assert await kill_listening_connections(redis_url, bus_prefix) == 1
        for notes in (one, two):
            topic, note = await next_of(notes)
            assert topic == EVERY_TOPIC
            assert note is LOST
        await speaker.publish("a", {"n": 2})
        await speaker.publish("b", {"n": 3})
        assert await next_of(one) == ("a", {"n": 2}), "exactly one LOST, then notes again"
        assert await next_of(two) == ("b", {"n": 3})
        assert await hearer.ping()
    await speaker.close()
    await hearer.close()


async def test_without_redis_a_process_goes_on_talking_to_itself(bus_prefix):
    lost: list[int] = []
    bus = open_bus(f"redis://127.0.0.1:{unused_port()}/0", prefix=bus_prefix, on_lost=lost.append)
    async with asyncio.timeout(5), bus.listen("a") as notes:
        for n in range(3):
            await bus.publish("a", {"n": n})
        assert [await next_of(notes) for _ in range(3)] == [("a", {"n": n}) for n in range(3)]
    assert lost == [1, 1, 1]
    assert not await bus.ping()
    await bus.close()


async def test_one_who_could_not_be_heard_owns_up_when_it_can(redis_url, bus_prefix, monkeypatch):
    """Only the speaker's way to Redis is cut: the hearer's own connection never breaks."""
    monkeypatch.setattr(speaking, "SULK", 0.0)  # it tries again with the very next note
    async with cuttable_way(redis_url) as way:
        speaker, hearer = open_bus(way.url, prefix=bus_prefix), open_bus(redis_url, prefix=bus_prefix)
        async with hearer.listen("a") as notes:
            await speaker.publish("a", {"n": 1})
            assert await next_of(notes) == ("a", {"n": 1})
            await way.cut()
            await speaker.publish("a", {"n": 2})
            await way.mend()
            await speaker.publish("a", {"n": 3})
            topic, note = await next_of(notes)
            assert topic == EVERY_TOPIC
            assert note is LOST
            assert await next_of(notes) == ("a", {"n": 3})
        await speaker.close()
        await hearer.close()


async def test_a_listener_that_came_during_an_outage_hears_once_it_is_over(redis_url, bus_prefix):
    async with cuttable_way(redis_url) as way:
        await way.cut()
        speaker, hearer = open_bus(redis_url, prefix=bus_prefix), open_bus(way.url, prefix=bus_prefix)
        async with asyncio.timeout(15), hearer.listen("a") as notes:
            assert not await hearer.ping()
            await way.mend()
            assert (await next_of(notes))[1] is LOST
            await speaker.publish("a", {"n": 1})
            assert await next_of(notes) == ("a", {"n": 1})
        await speaker.close()
        await hearer.close()


async def test_two_installations_share_one_redis_without_hearing_each_other(redis_url, bus_prefix):
    ours, theirs = open_bus(redis_url, prefix=bus_prefix), open_bus(redis_url, prefix=f"{bus_prefix}-other")
    async with ours.listen("a") as notes:
        await theirs.publish("a", {"n": 1})
        again = open_bus(redis_url, prefix=bus_prefix)
        await again.publish("a", {"n": 2})
        assert await next_of(notes) == ("a", {"n": 2})
        await again.close()
    await ours.close()
    await theirs.close()


@pytest.mark.parametrize("nonsense", ["not json", "[1]", '{"from": "elsewhere"}'])
async def test_a_stranger_on_the_channel_does_no_harm(redis_url, bus_prefix, nonsense):
    speaker, hearer = open_bus(redis_url, prefix=bus_prefix), open_bus(redis_url, prefix=bus_prefix)
    async with hearer.listen("a") as notes:
        async with redis.from_url(redis_url) as stranger:
            assert await stranger.publish(f"{bus_prefix}:notes", nonsense) == 1
        await speaker.publish("a", {"n": 1})
        assert await next_of(notes) == ("a", {"n": 1})
    await speaker.close()
    await hearer.close()


async def kill_listening_connections(url: str, prefix: str) -> int:
    async with redis.from_url(url, decode_responses=True) as client:
        listening = [c for c in await client.client_list(_type="pubsub") if c["name"].startswith(prefix)]
        for connection in listening:
            await client.client_kill_filter(_id=connection["id"])
        return len(listening)


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Way:
    """A road to Redis which a test can close and open again."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 6379
        self._own = unused_port()
        self.url = parts._replace(netloc=f"127.0.0.1:{self._own}").geturl()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._own)

    async def cut(self) -> None:
        if self._server:
            self._server.close()
            for writer in self._open:
                writer.transport.abort()
            await self._server.wait_closed()
            self._server = None

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._host, self._port)
        self._open |= {writer, back}
        await asyncio.gather(self._pass(reader, back), self._pass(there, writer), return_exceptions=True)
        self._open -= {writer, back}

    @staticmethod
    async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
                await writer.drain()
        finally:
            writer.close()


@asynccontextmanager
async def cuttable_way(url: str) -> AsyncIterator[Way]:
    way = Way(url)
    await way.mend()
    try:
        yield way
    finally:
        await way.cut()
