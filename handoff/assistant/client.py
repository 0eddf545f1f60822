"""Ask Rasa, over its REST channel and its HTTP API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp

from handoff.assistant.heard import Heard, heard_in
from handoff.assistant.replies import Reply, from_channel, from_tracker


class AssistantDown(Exception):
    """The assistant could not be asked, or did not answer in time."""


class Rasa:
    """One Rasa server. `timeout` is in seconds, for a whole turn."""

    def __init__(self, url: str, *, token: str | None = None, timeout: float = 15.0) -> None:
        self._url = url.rstrip("/")
        self._query = {"token": token} if token else {}
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._session: aiohttp.ClientSession | None = None

    async def ask(self, sender: str, text: str, metadata: Mapping[str, Any]) -> list[Reply]:
        """What the assistant says to `text`. An empty list is possible and means that something went wrong on its side."""
        body = {"sender": sender, "message": text, "metadata": dict(metadata)}
        return from_channel(await self._call("POST", "/webhooks/rest/webhook", body))

    async def trigger(self, sender: str, intent: str, entities: Mapping[str, Any]) -> list[Reply]:
        """What the assistant says when something happened outside the talk (an intent named EXTERNAL_…)."""
        answer = await self._call(
            "POST",
            f"/conversations/{sender}/trigger_intent",
            {"name": intent, "entities": dict(entities)},
            output_channel="latest",
        )
        return from_channel(answer.get("messages", ()))

    async def remembered(self, sender: str, message_id: int) -> list[Reply] | None:
        """What it said to a message that it may have been asked before; None when it never saw it."""
        tracker = await self._call("GET", f"/conversations/{sender}/tracker", include_events="ALL")
        return from_tracker(tracker.get("events", ()), message_id)

    async def understand(self, text: str) -> Heard:
        """What a text is about. Nobody's talk goes on by it, and nothing of it is remembered."""
        return heard_in(await self._call("POST", "/model/parse", {"text": text}))

    async def forget(self, sender: str) -> None:
        """Empty its memory of a talk: what is there is replaced by a beginning. It has no way to delete one."""
        await self._call("PUT", f"/conversations/{sender}/tracker/events", [{"event": "restart"}])

    async def ping(self) -> None:
        """Raise `AssistantDown` unless the server is up with a model."""
        status = await self._call("GET", "/status")
        if not status.get("model_file"):
            raise AssistantDown("the assistant has no model")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _call(self, method: str, path: str, body: Any = None, **query: str) -> Any:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout)
        try:
            async with self._session.request(
                method, self._url + path, json=body, params={**self._query, **query}
            ) as response:
                response.raise_for_status()
                return await response.json(content_type=None)
        except (TimeoutError, aiohttp.ClientError, ValueError) as error:
            # The error's own words may carry what the customer wrote (in a URL, a body): only its kind is told on.
            raise AssistantDown(type(error).__name__) from None
