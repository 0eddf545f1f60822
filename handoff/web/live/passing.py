"""What passes over the bus without being kept: who is typing, and up to where somebody has read.

Such a note has no number. It is for the sockets of one conversation, of the customer and of the desk alike.
"""

from __future__ import annotations

from typing import Any

from handoff.bus import Bus


async def tell_typing(bus: Bus, conversation_id: int, *, who: str, agent_id: int | None = None) -> None:
    """`who` is customer, agent or assistant."""
    await bus.publish(f"conversation:{conversation_id}", {"passing": "typing", "who": who, "agent": agent_id})


async def tell_read(bus: Bus, conversation_id: int, *, by: str, number: int, agent_id: int | None = None) -> None:
    """`by` (customer or agent) has seen everything up to the event with this number."""
    note = {"passing": "read", "who": by, "number": number, "agent": agent_id}
    await bus.publish(f"conversation:{conversation_id}", note)


def is_passing(note: dict[str, Any]) -> bool:
    return "passing" in note
