"""How many complaints are registered in a second, and how many messages are stored."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle
from typing import Any

import aiohttp

from tests.load.figures import Part, Times, milliseconds
from tests.load.lines import browsers, customer_line
from tests.load.stage import Stage
from tests.load.world import Talk, put_in
from tests.support.programs import TOKEN

SECONDS = 5.0  # of each measurement
CLIENTS = (1, 8)
WITHOUT_CASES, HELD = 160, 64  # talks: for registering, and held by a person for messages
MOST = 90  # messages in one talk: beyond that its customer is asked to slow down
ANSWERS = {
    "narrative": "The kettle arrived broken and nobody answers my e-mails.", "order_ref": "B-20999", "product": "Kettle",
    "requested_remedy": "the money back", "remedy_code": "R14", "email": "grace@customer.example",
    "topics": [{"code": "C02.2", "confidence": 0.81}], "notice_shown": True,
}  # fmt: skip

Client = Callable[[float], Awaitable[list[float]]]  # until when; the seconds of each thing done


def measure(stage: Stage, scale: float) -> Part:
    """Clients without a pause: each sends the next as soon as the one before is stored."""
    part = Part("Stored in a second, without a pause", ("what", "clients", "a second", "n", "median ms", "p95 ms"))
    for kind in ("SQLite", *(["PostgreSQL"] if stage.postgres else [])):
        with stage.database(kind) as database:
            quiet = put_in(database, talks=WITHOUT_CASES)
            held = put_in(database, talks=HELD, people=4)
            with stage.services(database) as (service,):
                asyncio.run(_run(part, kind, service.url, cycle(quiet), cycle(held), SECONDS * scale))
    part.notes.append(
        "A case: POST /api/cases, with its promises, owner, prompts, receipt and audit trail in one transaction, while the "
        "worker in the same process sends the letters. A message: from the customer's socket until it is stored and back there."
    )
    return part


async def _run(part: Part, kind: str, url: str, quiet: Iterator[Talk], held: Iterator[Talk], seconds: float) -> None:
    async with browsers() as session:
        for what, make in (("cases", _registers), ("messages", _writes)):
            for count in CLIENTS:
                talks = quiet if what == "cases" else held
                await make(session, url, talks)(time.perf_counter() + 0.5)  # caches fill, statements compile
                began = time.perf_counter()
                clients = [make(session, url, talks) for _ in range(count)]
                done = await asyncio.gather(*(client(began + seconds) for client in clients))
                times = Times.of(second for client in done for second in client)
                rate = times.count / (time.perf_counter() - began)
                figures = (f"{rate:.0f}", str(times.count), milliseconds(times.median), milliseconds(times.p95))
                part.rows.append((f"{what}, {kind}", str(count), *figures))
                part.facts[f"{what}, {kind}, {count} clients"] = times.facts() | {"a_second": round(rate, 1)}


def _registers(session: aiohttp.ClientSession, url: str, talks: Iterator[Talk]) -> Client:
    async def client(until: float) -> list[float]:
        took: list[float] = []
        while (began := time.perf_counter()) < until:
            headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": f"load:{began}:{id(took)}"}
            body = {"conversation": next(talks).conversation, "answers": ANSWERS}
            async with session.post(f"{url}/api/cases", json=body, headers=headers) as response:
                assert response.status == 201, await response.text()
            took.append(time.perf_counter() - began)
        return took

    return client


def _writes(session: aiohttp.ClientSession, url: str, talks: Iterator[Talk]) -> Client:
    async def client(until: float) -> list[float]:
        took: list[float] = []
        while time.perf_counter() < until:
            took += await _write_in(session, url, next(talks), until)
        return took

    return client


async def _write_in(session: aiohttp.ClientSession, url: str, talk: Talk, until: float) -> list[float]:
    """One message after the other in one talk, each known by its client_id when it comes back."""
    took: list[float] = []
    back: asyncio.Queue[tuple[str, float]] = asyncio.Queue()

    def hear(frame: dict[str, Any], came: float) -> None:
        assert frame["type"] != "error", frame
        if client_id := frame.get("message", {}).get("client_id"):
            back.put_nowait((client_id, came))

    line = await customer_line(session, url, talk.conversation, talk.customer, hear)
    try:
        while len(took) < MOST and (began := time.perf_counter()) < until:
            wanted = f"load-{began}"
            await line.say(type="post", client_id=wanted, body="I have a further question about my order.")
            came = 0.0
            while not came:  # what was written here earlier comes first
                client_id, moment = await asyncio.wait_for(back.get(), 30)
                came = moment if client_id == wanted else 0.0
            took.append(came - began)
    finally:
        await line.close()
    return took
