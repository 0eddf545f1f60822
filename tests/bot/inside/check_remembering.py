"""A long talk is kept short, and stands where the whole of it would stand."""

# Rasa's environment has no pytest, so these are plain unittest.
# ruff: noqa: PT009

from __future__ import annotations

import os
import unittest
import uuid
from pathlib import Path
from urllib.parse import urlsplit

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.remembering import KEPT, LONGEST, ShortMemory, ShortRedisMemory, shortened

DOMAIN = Domain.load(str(Path("bot/domain")))
BEGINNING: list[Event] = [
    ActionExecuted("action_session_start"),
    SessionStarted(),
    SlotSet("language", "fa"),
    ActionExecuted("action_listen"),
]


def turn(number: int) -> list[Event]:
    """A turn within the complaint's form: something is said, a slot changes, an answer is given."""
    return [
        UserUttered(f"words {number}", {"name": "inform", "confidence": 0.9}),
        ActionExecuted("complaint_form"),
        ActiveLoop("complaint_form"),
        SlotSet("answers", {"narrative": f"words {number}"}),
        SlotSet("requested_slot", "remedy"),
        BotUttered(f"answer {number}"),
        ActionExecuted("action_listen"),
    ]


def talk(turns: int, *more: Event) -> DialogueStateTracker:
    events = [*BEGINNING, *(event for number in range(turns) for event in turn(number)), *more]
    return DialogueStateTracker.from_events(f"c1-{uuid.uuid4().hex}-1", events, DOMAIN.slots)


def said(tracker: DialogueStateTracker) -> list[str | None]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


class Shortening(unittest.TestCase):
    def test_a_short_talk_is_left_as_it_is(self) -> None:
        tracker = talk(LONGEST)
        self.assertIs(shortened(tracker, DOMAIN.slots), tracker)

    def test_a_long_talk_stands_where_the_whole_stood(self) -> None:
        whole = talk(200)
        short = shortened(whole, DOMAIN.slots)
        self.assertEqual(said(short), [f"words {number}" for number in range(200 - KEPT, 200)])
        self.assertEqual(short.current_slot_values(), whole.current_slot_values())
        self.assertEqual(short.active_loop_name, "complaint_form")
        self.assertEqual(short.latest_action_name, whole.latest_action_name)
        self.assertEqual(short.latest_message.text, "words 199")
        for part in ("active_loop", "prev_action"):  # what the rules look at
            self.assertEqual(short.past_states(DOMAIN)[-1][part], whole.past_states(DOMAIN)[-1][part])

    def test_a_slot_that_was_emptied_stays_empty(self) -> None:
        tracker = talk(LONGEST, SlotSet("answers", None), ActiveLoop(None), *turn(12)[:1])
        short = shortened(tracker, DOMAIN.slots)
        self.assertIsNone(short.get_slot("answers"))
        self.assertIsNone(short.active_loop_name)

    def test_a_talk_that_a_person_has_stays_paused(self) -> None:
        words = [UserUttered(f"to a person {number}") for number in range(LONGEST)]
        tracker = talk(3, ConversationPaused(), *words)
        self.assertTrue(shortened(tracker, DOMAIN.slots).is_paused())

    def test_what_lies_before_a_restart_is_gone(self) -> None:
        self.assertEqual(said(shortened(talk(4, Restarted()), DOMAIN.slots)), [])
        self.assertEqual(len(shortened(talk(4, Restarted()), DOMAIN.slots).events), 1)


class Stores(unittest.IsolatedAsyncioTestCase):
    async def keeps(self, store: TrackerStore) -> None:
        whole = talk(40)
        await store.save(whole)
        kept = await store.retrieve(whole.sender_id)
        self.assertIsNotNone(kept)
        self.assertEqual(said(kept), [f"words {number}" for number in range(40 - KEPT, 40)])
        self.assertEqual(kept.current_slot_values(), whole.current_slot_values())
        for number in range(40, 60):  # it goes on from what was kept
            kept.update_with_events(turn(number), DOMAIN)
            await store.save(kept)
            kept = await store.retrieve(whole.sender_id)
            self.assertLessEqual(len(said(kept)), LONGEST)
        self.assertEqual(kept.get_slot("answers"), {"narrative": "words 59"})
        self.assertEqual(kept.get_slot("language"), "fa")
        await store.save(DialogueStateTracker.from_events(whole.sender_id, [Restarted()], DOMAIN.slots))
        forgotten = await store.retrieve(whole.sender_id)
        self.assertEqual(said(forgotten), [])
        self.assertEqual(len(forgotten.events), 1, "to forget leaves nothing")

    async def test_in_memory(self) -> None:
        await self.keeps(ShortMemory(DOMAIN))

    async def test_in_redis(self) -> None:
        server = urlsplit(os.environ["TEST_REDIS_URL"])
        await self.keeps(ShortRedisMemory(DOMAIN, host=server.hostname, port=server.port, db=3, record_exp=60))


if __name__ == "__main__":
    unittest.main()
