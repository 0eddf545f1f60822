"""What is known of a complaint so far, and what is still missing. The same answers are kept at the service after every turn."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk.events import SlotSet

from actions.acting import Events
from actions.turn import Turn

# What the service takes; a longer answer is cut rather than lost with all the others.
_LONGEST = {"narrative": 20_000, "requested_remedy": 2_000, "needs": 2_000}
_LONGEST_OTHERWISE = 400
QUESTIONS = ("narrative", "reference", "remedy", "contact", "confirmation")


@dataclass
class Draft:
    """`answers` has the keys of the service's API; `skipped` names questions that the customer passed over."""

    answers: dict[str, Any] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    confirmed: bool = False

    def answered(self, question: str) -> bool:
        answers = self.answers
        known = {
            "narrative": answers.get("narrative"),
            # A draft fetched from the service does not know what was skipped, but nobody is asked for a remedy before this.
            "reference": answers.get("order_ref") or answers.get("product") or answers.get("requested_remedy"),
            "remedy": answers.get("requested_remedy"),
            "contact": answers.get("email") or answers.get("phone") or answers.get("anonymous"),
            "confirmation": self.confirmed,
        }
        return bool(known[question]) or question in self.skipped

    def next_question(self) -> str | None:
        return next((question for question in QUESTIONS if not self.answered(question)), None)

    def add(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Takes the changes in and returns those that really change something, None for what is taken away."""
        fitting = {key: _cut(key, value) for key, value in changes.items()}
        news = {key: value for key, value in fitting.items() if self.answers.get(key) != value}
        self.answers = {key: value for key, value in (self.answers | news).items() if value is not None}
        return news

    def events(self) -> Events:
        """The slots that hold the draft, and for each question of the form whether it is answered."""
        return [
            SlotSet("answers", self.answers or None),
            SlotSet("skipped", sorted(self.skipped) or None),
            *(SlotSet(question, "known" if self.answered(question) else None) for question in QUESTIONS),
        ]

    def key(self, conversation: int) -> str:
        """The idempotency key: trying again with the same answers cannot open a second case."""
        canonical = json.dumps(self.answers, sort_keys=True, ensure_ascii=False)
        return f"conversation:{conversation}:{hashlib.sha256(canonical.encode()).hexdigest()[:24]}"


def _cut(key: str, value: Any) -> Any:
    return value[: _LONGEST.get(key, _LONGEST_OTHERWISE)] if isinstance(value, str) else value


def draft_of(turn: Turn) -> Draft:
    return Draft(
        dict(turn.slot("answers") or {}), set(turn.slot("skipped") or []), confirmed=bool(turn.slot("confirmation"))
    )
