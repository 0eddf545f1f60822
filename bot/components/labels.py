"""What a block of examples says about them beside their intent, as metadata: their topic, and the signs that they show."""

from __future__ import annotations

from typing import Any

from rasa.shared.nlu.training_data.message import Message

_READ = 2.0


def topic_of(message: Message) -> str | None:
    topic: str | None = _labels(message).get("topic")
    return topic


def signs_of(message: Message) -> list[str] | None:
    """Of danger, care and staff those that the examples show; None where the block does not say."""
    signs: list[str] | None = _labels(message).get("signs")
    return signs


def worth_of(message: Message) -> float:
    """How much an example counts where signs are learned. Where its block names them somebody read it for them."""
    return 1.0 if signs_of(message) is None else _READ


def _labels(message: Message) -> dict[str, Any]:
    return (message.get("metadata") or {}).get("intent") or {}
