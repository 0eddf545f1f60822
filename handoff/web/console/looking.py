"""Who else is looking at a talk, and whether they are writing. It passes over the bus and is kept nowhere.

Colleagues have a topic of their own: the customer's socket never hears of it.
"""

from __future__ import annotations

from handoff.bus import Bus


def topic(conversation_id: int) -> str:
    return f"looking:{conversation_id}"


async def tell_looking(bus: Bus, conversation_id: int, *, agent_id: int, doing: str) -> None:
    """`doing` is come, here, writing or gone. Those who look answer a "come" with "here", so that both see each other."""
    await bus.publish(topic(conversation_id), {"looking": agent_id, "doing": doing})
