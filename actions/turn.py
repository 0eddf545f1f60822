"""What an act needs to know about the customer's turn, read out of Rasa's tracker once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker

_OWN_STEPS = {"action_listen", "action_extract_slots", "action_session_start"}


@dataclass(frozen=True)
class Turn:
    """`text` holds the customer's own words and is empty when a button spoke for them. `heard` is what the understanding
    noted beside the intent: topics, needs, danger. `now` is aware."""

    conversation: int
    message: int | None
    language: str
    told_language: str | None
    text: str
    intent: str
    confidence: float
    entities: list[dict[str, Any]]
    heard: dict[str, Any]
    slots: dict[str, Any]
    asked: str | None
    loop: str | None
    cases: list[str]
    now: datetime
    timezone: str
    acts_since: list[str]

    @property
    def pressed(self) -> bool:
        """A button was pressed; its intent is certain."""
        return not self.text

    @property
    def today(self) -> date:
        return self.now.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def has_a_case(self) -> bool:
        """A complaint was registered in this talk, now or on another day."""
        return bool(self.cases or self.slot("last_case"))

    def slot(self, name: str) -> Any:
        return self.slots.get(name)

    def entity(self, name: str) -> Any:
        return next((entity["value"] for entity in self.entities if entity.get("entity") == name), None)


def read_turn(tracker: Tracker) -> Turn:
    """The language is the slot's: a component has set it from the metadata or from the letters the customer writes in.
    A button bypasses the components, so there the metadata's language counts."""
    message = tracker.latest_message or {}
    metadata = message.get("metadata") or {}
    text = message.get("text") or ""
    intent = (message.get("intent") or {}).get("name") or "nlu_fallback"
    pressed = text.startswith("/") or intent.startswith("EXTERNAL_")  # nobody types the latter: it has no sentences
    told = metadata.get("language")
    language = told if pressed and told else tracker.get_slot("language") or told or "en"
    return Turn(
        conversation=_conversation(tracker.sender_id, metadata),
        message=metadata.get("message"),
        language="fa" if language == "fa" else "en",
        told_language=told,
        text="" if pressed else text,
        intent=intent,
        confidence=float((message.get("intent") or {}).get("confidence") or 0.0),
        entities=message.get("entities") or [],
        heard=message.get("heard") or {},
        slots=dict(tracker.slots),
        asked=tracker.get_slot("requested_slot"),
        loop=(tracker.active_loop or {}).get("name"),
        cases=list(metadata.get("cases") or []),
        now=_moment(metadata.get("now")),
        timezone=metadata.get("timezone") or "UTC",
        acts_since=_acts_since(tracker.events),
    )


def _conversation(sender: str, metadata: dict[str, Any]) -> int:
    """The number of the conversation; a trigger from outside carries no metadata, so the sender "c12-1" tells it too."""
    if "conversation" in metadata:
        return int(metadata["conversation"])
    match = re.match(r"c(\d+)", sender)
    return int(match[1]) if match else 0


def _moment(text: str | None) -> datetime:
    # Without metadata (a trigger, a test by hand) there is no other clock to ask.
    return datetime.fromisoformat(text) if text else datetime.now(UTC)


def _acts_since(events: list[dict[str, Any]]) -> list[str]:
    """The acts that ran since the customer spoke, oldest first; Rasa's own steps are left out."""
    acts: list[str] = []
    for event in reversed(events):
        if event.get("event") == "user":
            break
        if event.get("event") == "action" and event.get("name") not in _OWN_STEPS:
            acts.append(event["name"])
    return acts[::-1]
