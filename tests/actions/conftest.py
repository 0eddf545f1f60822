"""The acts run as Rasa runs them, by name with a tracker, against the stand-in of the service's API over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from rasa_sdk.executor import ActionExecutor

from actions import helpdesk as helpdesk_module
from actions.helpdesk import Helpdesk
from tests.support.helpdesk import STATE, TOKEN, State, create_app

NOW = "2026-11-24T09:00:00+00:00"


@dataclass
class Talk:
    """One customer's talk: what the tracker would hold, and what the service heard."""

    executor: ActionExecutor
    service: State
    language: str = "en"
    slots: dict[str, Any] = field(default_factory=dict)
    loop: str | None = None
    buttons: list[dict[str, str]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    async def hear(self, action: str, text: str, intent: str, *, after: str | None = None, **parts: Any) -> list[str]:
        """Runs `action` for a message and returns what was said; slots and loop are kept as Rasa would keep them."""
        trace = [{"event": "user", "text": text}]
        if after:
            trace.append({"event": "action", "name": after})
        metadata = {
            "conversation": 12, "language": self.language, "now": NOW, "timezone": "Asia/Tehran", "cases": [],
        }  # fmt: skip
        message = {
            "text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": parts.get("entities", []),
            "heard": parts.get("heard", {}), "metadata": metadata,
        }  # fmt: skip
        tracker = {
            "sender_id": "c12-1", "slots": {"language": self.language, **self.slots}, "latest_message": message, "events": trace,
            "paused": False, "followup_action": None, "active_loop": {"name": self.loop} if self.loop else {},
            "latest_action_name": "action_listen",
        }  # fmt: skip
        call = {"next_action": action, "sender_id": "c12-1", "tracker": tracker, "domain": {}, "version": "3.21.1"}
        result = await self.executor.run(call)
        assert result is not None
        self.events = result.events
        for event in result.events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "active_loop":
                self.loop = event["name"]
        self.buttons = [button for response in result.responses for button in response["buttons"]]
        return [response["text"] for response in result.responses]

    def followed_by(self) -> str | None:
        return next((event["name"] for event in self.events if event["event"] == "followup"), None)

    def paused(self) -> bool:
        return any(event["event"] == "pause" for event in self.events)


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    app = create_app()
    executor = ActionExecutor()
    executor.register_package("actions")
    async with TestServer(app) as server:
        desk = Helpdesk(str(server.make_url("/")), TOKEN, timeout=2.0)
        helpdesk_module._desks[asyncio.get_running_loop()] = desk
        yield Talk(executor, app[STATE])
        await desk.close()
        helpdesk_module._desks.clear()
