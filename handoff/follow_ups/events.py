"""What happens to prompts."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class PromptSent(Event):
    """Somebody was told something, or has something to do. `audience` is the complainant, the customer or a role of staff."""

    name = "prompt.sent"
    prompt_id: int
    kind: str
    step: int
    audience: str
    channels: tuple[str, ...] = ()
    agent_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PromptEnded(Event):
    """A task is done, or its reason went away."""

    name = "prompt.ended"
    prompt_id: int
    kind: str
    how: str
