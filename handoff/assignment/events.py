"""What happens between waiting talks and people."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(Event):
    """A person came to the desk, went away from it, or was not heard of for a minute."""

    name = "staff.presence"
    agent_id: int
    presence: str


@dataclass(frozen=True, kw_only=True)
class TalkOffered(Event):
    """A waiting talk is held out to one person. `expires_at` is in ISO 8601, UTC."""

    name = "offer.made"
    offer_id: int
    agent_id: int
    expires_at: str


@dataclass(frozen=True, kw_only=True)
class OfferEnded(Event):
    """An offer is over. How: accepted, declined, lapsed, withdrawn."""

    name = "offer.ended"
    offer_id: int
    agent_id: int
    how: str
