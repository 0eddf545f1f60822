"""What the assistant says back: text, and buttons with what each of them means to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """`payload` goes back to the assistant when the button is chosen; the customer sees only the title."""

    title: str
    payload: str


@dataclass(frozen=True)
class Reply:
    text: str
    buttons: tuple[Button, ...] = ()

    @property
    def data(self) -> dict[str, Any]:
        """What the message's row keeps beside the text."""
        if not self.buttons:
            return {}
        return {"buttons": [{"title": button.title, "payload": button.payload} for button in self.buttons]}


def from_channel(items: Iterable[Mapping[str, Any]]) -> list[Reply]:
    """The replies in an answer of Rasa's REST channel."""
    return [_reply(item.get("text"), item.get("buttons")) for item in items if item.get("text")]


def from_tracker(events: Iterable[Mapping[str, Any]], message_id: int) -> list[Reply] | None:
    """What the assistant said to the message `message_id` according to Rasa's own memory, or None when it never saw it."""
    found: list[Reply] | None = None
    for event in events:
        if event.get("event") == "user":
            if found is not None:
                break
            if (event.get("metadata") or {}).get("message") == message_id:
                found = []
        elif found is not None and event.get("event") == "bot" and event.get("text"):
            found.append(_reply(event["text"], (event.get("data") or {}).get("buttons")))
    return found


def _reply(text: Any, buttons: Any) -> Reply:
    kept = tuple(
        Button(str(button["title"]), str(button["payload"]))
        for button in buttons or ()
        if button.get("title") and button.get("payload")
    )
    return Reply(str(text), kept)
