"""What Rasa keeps of a talk: its last turns and everything they rest on, so that the 200th turn costs what the 10th did.

Rasa reads, writes and sends to the action server all that was ever said, at every turn. Nothing needs it: the service keeps
the talk itself, the rules look back five turns, and slots and forms are told anew where the rest begins.
"""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import InMemoryTrackerStore, RedisTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    ConversationPaused,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

LONGEST = 12  # turns of the customer after which the beginning goes
KEPT = 6  # turns that stay: one more than MemoizationPolicy looks at (bot/config.yml)


def shortened(tracker: DialogueStateTracker, slots: Any) -> DialogueStateTracker:
    """The same talk with its beginning told as one: slots, form and pause as they stood where the rest begins. What lies before
    a restart goes at once. The tracker itself when it is short."""
    events = list(tracker.events)
    restart = max((place for place, event in enumerate(events) if isinstance(event, Restarted)), default=0)
    turns = [place for place, event in enumerate(events) if isinstance(event, UserUttered) and place > restart]
    if len(turns) > LONGEST:
        cut = turns[-KEPT]
        before = DialogueStateTracker.from_events(tracker.sender_id, events[:cut], slots)
        kept = [*_beginning(before, events[cut].timestamp), *events[cut:]]
    elif restart:
        kept = events[restart:]
    else:
        return tracker
    return DialogueStateTracker.from_events(tracker.sender_id, kept, slots)


def _beginning(before: DialogueStateTracker, at: float) -> list[Event]:
    """Events that lead to where `before` ends, waiting for the customer."""
    told = [SlotSet(name, slot.value, at) for name, slot in before.slots.items() if slot.value != slot.initial_value]
    form = [ActiveLoop(before.active_loop_name, at)] if before.active_loop_name else []
    pause = [ConversationPaused(at)] if before.is_paused() else []
    return [
        ActionExecuted(ACTION_SESSION_START_NAME, timestamp=at), SessionStarted(at),
        *told, *form, ActionExecuted(ACTION_LISTEN_NAME, timestamp=at), *pause,
    ]  # fmt: skip


class ShortMemory(InMemoryTrackerStore):  # type: ignore[misc]
    """In this process's memory: `type: bot.remembering.ShortMemory` in endpoints.yml."""

    async def save(self, tracker: DialogueStateTracker) -> None:
        await super().save(shortened(tracker, self.domain.slots))


class ShortRedisMemory(RedisTrackerStore):  # type: ignore[misc]
    """In Redis, for several processes."""

    async def save(self, tracker: DialogueStateTracker, timeout: float | None = None) -> None:
        """What is given replaces what was stored. Rasa's own store joins both, and so never forgets a talk that it is told to
        forget."""
        content = self.serialise_tracker(shortened(tracker, self.domain.slots))
        self.red.set(self.key_prefix + tracker.sender_id, content, ex=timeout or self.record_exp)
