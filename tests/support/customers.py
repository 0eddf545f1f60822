"""A customer as the service meets one: a browser's cookie and a socket, nothing else."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

PATIENCE = 30.0  # seconds for what real programs on a busy machine may take


class TalkingCustomer:
    """Somebody with the chat open. `seen` holds every event in the order in which it came, by its number."""

    def __init__(self, http: aiohttp.ClientSession, conversation: int) -> None:
        self.http, self.conversation = http, conversation
        self.seen: dict[int, dict[str, Any]] = {}
        self.state: dict[str, Any] = {}
        self.errors: list[dict[str, Any]] = []
        self.typing: list[dict[str, Any]] = []
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._ids = itertools.count(1)

    @property
    def last(self) -> int:
        return max(self.seen, default=0)

    @property
    def messages(self) -> list[dict[str, Any]]:
        return [frame["message"] for _number, frame in sorted(self.seen.items()) if "message" in frame]

    async def connect(self) -> None:
        """Open the socket after what was seen already."""
        self._socket = await self.http.ws_connect(f"/chat/{self.conversation}/socket?after={self.last}")
        self._reader = asyncio.create_task(self._read(self._socket))

    async def disconnect(self) -> None:
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            await asyncio.gather(self._reader, return_exceptions=True)

    async def say(self, text: str) -> str:
        client_id = f"said-{next(self._ids)}"
        await self.send(type="post", client_id=client_id, body=text)
        return client_id

    async def choose(self, title: str) -> None:
        """Press the newest button with this title."""
        for message in reversed(self.messages):
            titles = [button["title"] for button in message["buttons"]]
            if title in titles:
                await self.send(
                    type="choose",
                    client_id=f"chose-{next(self._ids)}",
                    message=message["id"],
                    button=titles.index(title),
                )
                return
        raise AssertionError(f"there is no button {title!r} in {self.messages[-3:]}")

    async def send(self, **frame: Any) -> None:
        assert self._socket is not None, "connect first"
        await self._socket.send_json(frame)

    async def hears(self, what: Callable[[dict[str, Any]], bool], *, after: int = 0) -> dict[str, Any]:
        """Wait for a message for which `what` holds, with a number above `after`."""

        def found() -> dict[str, Any] | None:
            for number, frame in sorted(self.seen.items()):
                if number > after and "message" in frame and what(frame["message"]):
                    return frame["message"]
            return None

        return await self.until(found)

    async def hears_button(self, title: str, *, after: int = 0) -> dict[str, Any]:
        return await self.hears(lambda message: any(b["title"] == title for b in message["buttons"]), after=after)

    async def until(self, found: Callable[[], Any]) -> Any:
        """Wait until `found` gives something. Fails with the talk so far."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not (result := found()):
                    self._news.clear()
                    await self._news.wait()
                return result
        except TimeoutError:
            talk = "\n".join(f"{m['author']}/{m['kind']}: {m['body']}" for m in self.messages)
            raise AssertionError(f"waited in vain; the state is {self.state}; the talk so far:\n{talk}") from None

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            frame = message.json()
            if frame["type"] == "event":
                assert frame["number"] not in self.seen, f"number {frame['number']} came twice"
                self.seen[frame["number"]] = frame
            elif frame["type"] in ("state", "welcome"):
                self.state = frame["state"]
            elif frame["type"] == "error":
                self.errors.append(frame)
            elif frame["type"] == "typing":
                self.typing.append(frame)
            self._news.set()
        self._news.set()


@asynccontextmanager
async def open_chat(url: str, language: str) -> AsyncIterator[TalkingCustomer]:
    """Somebody opens the chat at `url`."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(url, cookie_jar=jar) as http:
        async with http.post("/chat/conversations", json={"language": language}) as answer:
            assert answer.status == 201, await answer.text()
            customer = TalkingCustomer(http, (await answer.json())["conversation"])
        await customer.connect()
        try:
            yield customer
        finally:
            await customer.disconnect()
