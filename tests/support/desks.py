"""Somebody at the desk, as the service meets them: a signed-in browser with its sockets."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

AS_SCRIPT = {"Accept": "application/json"}


class Desk:
    """A signed-in person. `heard` holds the events of the talk that is open."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.http = http
        self.heard: dict[int, dict[str, Any]] = {}
        self._talk: aiohttp.ClientWebSocketResponse | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._news = asyncio.Event()

    async def do(self, path: str, **fields: str) -> str:
        """Send a form of the desk; the page or JSON that comes back. Fails when it was refused."""
        async with self.http.post(f"/console{path}", data=fields, headers=AS_SCRIPT) as answer:
            text = await answer.text()
            assert answer.status < 400, f"{path}: {answer.status} {text}"
            return text

    async def page(self, path: str) -> str:
        async with self.http.get(f"/console{path}") as answer:
            assert answer.status == 200, f"{path}: {answer.status}"
            return await answer.text()

    async def be_there(self) -> None:
        """Hold the desk's socket open: that is what makes a person present."""
        socket = await self.http.ws_connect("/console/socket?after=0")
        self._tasks.append(asyncio.create_task(self._drain(socket)))

    async def open_talk(self, conversation: int) -> None:
        self._talk = await self.http.ws_connect(f"/console/conversations/{conversation}/socket?after=0")
        self._tasks.append(asyncio.create_task(self._listen(self._talk)))

    async def say(self, text: str, *, client_id: str, kind: str = "text") -> None:
        assert self._talk is not None, "open the talk first"
        await self._talk.send_json({"type": "post", "client_id": client_id, "body": text, "kind": kind})

    async def hears(self, text: str) -> None:
        """Wait until the talk holds a message with `text`."""
        async with asyncio.timeout(30):
            while not any(text in frame.get("message", {}).get("body", "") for frame in self.heard.values()):
                self._news.clear()
                await self._news.wait()

    async def issues(self, number: str) -> list[str]:
        """The ids of the case's issues."""
        return sorted(set(re.findall(r"/issues/(\d+)/topic", await self.page(f"/cases/{number}"))))

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _listen(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = message.json()
            if frame["type"] == "event":
                self.heard[frame["number"]] = frame
                self._news.set()

    async def _drain(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for _message in socket:
            pass


@asynccontextmanager
async def sign_in(url: str, email: str, password: str) -> AsyncIterator[Desk]:
    """Somebody signs in at `url` and is present."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(url, cookie_jar=jar) as http:
        async with http.post("/console/sign-in", data={"email": email, "password": password}) as answer:
            assert answer.status == 200, await answer.text()
            assert "/console/sign-in" not in str(answer.url), "the password was not taken"
        desk = Desk(http)
        await desk.be_there()
        try:
            yield desk
        finally:
            await desk.leave()
