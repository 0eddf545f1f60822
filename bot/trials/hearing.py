"""The trained assistant without a server: one text in, everything it understood out. Runs in Rasa's environment."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import structlog
from rasa.core.agent import Agent

from bot.trials.names import category_of, label_of

_ROOT = Path(__file__).resolve().parents[2]
_COMMAND = re.compile(r"^\s*/+")


class Ears:
    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    @classmethod
    def of_the_newest_model(cls) -> Ears:
        models = sorted((_ROOT / "bot" / "models").glob("pasokh-*.tar.gz"), key=lambda path: path.stat().st_mtime)
        if not models:
            raise SystemExit("No model is trained: make train")
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
        return cls(Agent.load(str(models[-1])))

    async def parse(self, text: str) -> dict[str, Any]:
        """Rasa's own parse data. As in the service, a typed "/affirm" is text and no command."""
        parsed: dict[str, Any] = await self._agent.parse_message(_COMMAND.sub("", text) or " ")
        return parsed

    async def hear(self, text: str) -> dict[str, Any]:
        """`label` and `category` are the plain names of `intent` and of the first topic."""
        parsed = await self.parse(text)
        heard = parsed.get("heard", {})
        intent, topics = parsed["intent"], heard.get("topics", [])
        return {
            "intent": intent["name"],
            "confidence": round(float(intent["confidence"]), 3),
            "label": label_of(intent["name"]),
            "topics": topics,
            "category": category_of(topics),
            "safety": intent["name"] == "safety_danger",
            "vulnerable": bool(heard.get("needs")),
            "staff": bool(heard.get("staff_subject")),
        }
