"""What happens to what was told and not registered. Ids and codes only: the words stay in the draft."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.events import Event


@dataclass(frozen=True, kw_only=True)
class DraftLeft(Event):
    """A customer leaves a complaint unfinished, has given an address, and wants one letter about it."""

    name = "draft.left"
    actor: str = "customer"


@dataclass(frozen=True, kw_only=True)
class DraftTakenUp(Event):
    """A customer came back to their unfinished complaint by its link."""

    name = "draft.taken_up"
    actor: str = "customer"
    how: str  # chat, form


@dataclass(frozen=True, kw_only=True)
class DraftDropped(Event):
    """A customer had it deleted."""

    name = "draft.dropped"
    actor: str = "customer"


@dataclass(frozen=True, kw_only=True)
class DraftExpired(Event):
    """Nobody came back to it, and it was deleted. `step` is the question at which it was left: where many stop, we ask badly."""

    name = "draft.expired"
    step: str


@dataclass(frozen=True, kw_only=True)
class RemindersRefused(Event):
    """Whoever has this address wants no letters about unfinished complaints, now and later."""

    name = "draft.reminders_refused"
    actor: str = "customer"
