"""The scripted complaint as a customer's browser has it: over the service's socket, through everything behind it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from handoff.web.identity import CUSTOMER_COOKIE
from tests.load.script import SCRIPTS, Step

PATIENCE = 30.0  # seconds for one turn


class ProductTalk:
    """One talk of a new customer."""

    def __init__(self, session: aiohttp.ClientSession, service: str, *, language: str) -> None:
        self._session, self._url, self._language = session, service, language
        self.conversation = 0

    async def run(self, said: Sequence[int]) -> list[float]:
        """Seconds of each turn after the greeting. `said` is how many things the assistant says in each turn: the turn ends
        when the last of them has arrived here."""
        seconds: list[float] = []
        async with self.opened() as (socket, last):
            for step, count in zip(SCRIPTS[self._language], said, strict=True):
                frame = _frame(step, last, number=len(seconds))
                began = time.perf_counter()
                await socket.send_json(frame)
                last = await hear(socket, count)
                seconds.append(time.perf_counter() - began)
        return seconds

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, list[dict[str, Any]]]]:
        """A new talk: its socket, and the greeting that was heard on it."""
        cookie = await self._open()
        address = f"{self._url}/chat/{self.conversation}/socket?after=0"
        async with self._session.ws_connect(address, headers={"Cookie": cookie}) as socket:
            yield socket, await hear(socket, 1)

    async def _open(self) -> str:
        async with self._session.post(f"{self._url}/chat/conversations", json={"language": self._language}) as response:
            self.conversation = (await response.json())["conversation"]
            return f"{CUSTOMER_COOKIE}={response.cookies[CUSTOMER_COOKIE].value}"


async def hear(socket: aiohttp.ClientWebSocketResponse, count: int) -> list[dict[str, Any]]:
    """The next `count` messages of the assistant; what else passes by is for other eyes."""
    heard: list[dict[str, Any]] = []
    async with asyncio.timeout(PATIENCE):
        while len(heard) < count:
            frame = await socket.receive_json()
            if frame.get("message", {}).get("author") == "assistant":
                heard.append(frame["message"])
    return heard


def _frame(step: Step, last: list[dict[str, Any]], *, number: int) -> dict[str, Any]:
    if step.words is not None:
        return {"type": "post", "client_id": f"step-{number}", "body": step.words}
    else:
        asked = [message["id"] for message in last if message["buttons"]]
        assert asked, f"the assistant offers no button: {last}"
        return {"type": "choose", "client_id": f"step-{number}", "message": asked[0], "button": 0}
