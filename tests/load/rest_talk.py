"""The scripted complaint over Rasa's own REST channel, with the metadata that the service would send along."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

import aiohttp

from tests.load.script import SCRIPTS

GREETING = "/greet"


class RestTalk:
    """One talk with one Rasa. `conversation` must exist at the service, because the actions keep and register there."""

    def __init__(self, session: aiohttp.ClientSession, rasa: str, *, conversation: int, language: str) -> None:
        self._session, self._url = session, f"{rasa}/webhooks/rest/webhook"
        self._sender, self._conversation, self._language = f"load-{conversation}-1", conversation, language

    async def run(self) -> tuple[list[float], list[int]]:
        """Seconds of each turn after the greeting, and how many things the assistant said in each."""
        answers, _ = await self._turn(GREETING)
        seconds, said = [], []
        for step in SCRIPTS[self._language]:
            answers, took = await self._turn(step.words or _first_payload(answers))
            seconds.append(took)
            said.append(sum(1 for answer in answers if answer.get("text")))
        return seconds, said

    async def _turn(self, message: str) -> tuple[list[dict[str, Any]], float]:
        metadata: dict[str, Any] = {
            "conversation": self._conversation, "message": None, "language": self._language, "cases": [],
            "now": datetime.now(UTC).isoformat(), "timezone": "Asia/Tehran",
        }  # fmt: skip
        body = {"sender": self._sender, "message": message, "metadata": metadata}
        began = time.perf_counter()
        async with self._session.post(self._url, json=body) as response:
            answers = await response.json()
        return answers, time.perf_counter() - began


def _first_payload(answers: list[dict[str, Any]]) -> str:
    payloads = [str(button["payload"]) for answer in answers for button in answer.get("buttons", ())]
    assert payloads, f"the assistant offers no button: {answers}"
    return payloads[0]
