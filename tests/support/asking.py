"""A customer who asks Rasa itself, in the way in which the service would, with a stand-in for the service behind it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp

_numbers = itertools.count(100)


@dataclass
class Customer:
    """Types or presses, and hears the answers. `buttons` are those of the last answer that had some."""

    rasa: str
    service: str
    language: str
    session: str = "1"
    conversation: int = field(default_factory=lambda: next(_numbers))
    buttons: dict[str, str] = field(default_factory=dict)
    now: datetime = datetime(2026, 11, 24, 9, tzinfo=UTC)
    cases: list[str] = field(default_factory=list)

    async def say(self, text: str) -> list[str]:
        body = {
            "sender": f"c{self.conversation}-{self.session}",
            "message": text,
            "metadata": {
                "conversation": self.conversation, "language": self.language, "now": self.now.isoformat(),
                "timezone": "Asia/Tehran", "cases": self.cases,
            },
        }  # fmt: skip
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{self.rasa}/webhooks/rest/webhook", json=body) as answer,
        ):
            replies = await answer.json()
        for reply in replies:
            if reply.get("buttons"):
                self.buttons = {button["title"]: button["payload"] for button in reply["buttons"]}
        return [reply["text"] for reply in replies]

    async def press(self, title: str) -> list[str]:
        return await self.say(self.buttons[title])

    async def state(self) -> dict[str, Any]:
        async with aiohttp.ClientSession() as http, http.get(f"{self.service}/state") as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def registered(self) -> list[dict[str, Any]]:
        """The cases of this talk, as the service keeps them."""
        found = (await self.state())["cases"].values()
        return [case for case in found if case["conversation"] == self.conversation]

    async def draft(self) -> dict[str, Any]:
        """What was told and is not registered yet."""
        kept: dict[str, Any] = (await self.state())["drafts"].get(str(self.conversation), {})
        return kept

    async def stands(self, state: str) -> None:
        """The case of this talk moves on at the service."""
        cases = (await self.state())["cases"]
        for case in cases.values():
            if case["conversation"] == self.conversation:
                case["state"] = state
                self.cases = [case["number"]]
        async with aiohttp.ClientSession() as http, http.put(f"{self.service}/state", json={"cases": cases}) as answer:
            assert answer.status == 200

    async def post_to_rasa(self, path: str, body: dict[str, Any]) -> Any:
        url = f"{self.rasa}/conversations/c{self.conversation}-{self.session}/{path}"
        async with aiohttp.ClientSession() as http, http.post(url, json=body) as answer:
            return await answer.json()
