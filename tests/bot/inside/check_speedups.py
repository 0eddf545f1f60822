"""The two speed-ups do what Rasa's own methods do, and Rasa's methods are still those that they were written for."""

# Rasa's environment has no pytest, so these are plain unittest.
# ruff: noqa: PT009, PT027

from __future__ import annotations

import hashlib
import inspect
import unittest
from typing import Any

import jsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.utils.common import all_subclasses

from bot.components import speedups

SOURCES = {
    "RemoteAction._validate_action_result": (speedups.stock_validate, "f8cdb4be68123961"),
    "RemoteAction.action_response_format_spec": (RemoteAction.action_response_format_spec, "091b74aa3738d126"),
    "Event.resolve_by_type": (speedups.stock_resolve, "b5cf570fa7f286c7"),
}
GOOD: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hello"}]},
    {"events": [{"event": "slot", "name": "a", "value": None, "timestamp": 1.5, "more": {}}, {"event": "restart"}]},
    {},
]
BAD: list[Any] = [
    {"events": "none"},
    {"events": [{"name": "an event without its kind"}]},
    {"events": [{"event": "slot", "name": "one without its value"}]},
    {"events": [{"event": "slot", "name": "a", "value": 1, "timestamp": "noon"}]},
    {"events": [{"event": "no such kind"}]},
    {"events": [{"event": ["slot"]}, "text"]},
    {"responses": {"text": "not a list"}},
    [],
    "text",
]


class Sources(unittest.TestCase):
    def test_rasa_has_not_changed_what_is_replaced(self) -> None:
        for name, (method, known) in SOURCES.items():
            with self.subTest(name):
                found = hashlib.sha256(inspect.getsource(method).encode()).hexdigest()[:16]
                self.assertEqual(
                    found, known, f"{name} changed: compare it with bot/components/speedups.py, then renew the hash"
                )


class Validation(unittest.TestCase):
    action = RemoteAction("action_greet", None)

    def test_good_answers_pass_both(self) -> None:
        for answer in GOOD:
            with self.subTest(str(answer)):
                self.assertTrue(speedups.stock_validate(self.action, answer))
                self.assertTrue(speedups.validate_action_result(self.action, answer))

    def test_bad_answers_fail_both_with_the_same_words(self) -> None:
        for answer in BAD:
            with self.subTest(str(answer)):
                with self.assertRaises(jsonschema.ValidationError) as stock:
                    speedups.stock_validate(self.action, answer)
                with self.assertRaises(jsonschema.ValidationError) as ours:
                    speedups.validate_action_result(self.action, answer)
                self.assertEqual(ours.exception.message, stock.exception.message)

    def test_each_kind_of_event_has_a_schema_of_its_own(self) -> None:
        kinds = RemoteAction.action_response_format_spec()["properties"]["events"]["items"]["oneOf"]
        self.assertEqual(len({kind["properties"]["event"]["const"] for kind in kinds}), len(kinds))


class Events(unittest.TestCase):
    def test_every_kind_of_event_is_found_by_both(self) -> None:
        for kind in {cls.type_name for cls in all_subclasses(Event)} - {None}:
            with self.subTest(str(kind)):
                self.assertIs(speedups.resolve_by_type(kind), speedups.stock_resolve(kind))

    def test_unknown_kinds_end_the_same(self) -> None:
        self.assertIsNone(speedups.resolve_by_type("topic"))
        self.assertIs(speedups.resolve_by_type("no such", Event), Event)
        with self.assertRaises(ValueError):
            speedups.resolve_by_type("no such")


class Switches(unittest.TestCase):
    def tearDown(self) -> None:
        speedups.apply(",".join(speedups.PATCHES))

    def test_each_can_be_switched_alone(self) -> None:
        speedups.apply("schema")
        self.assertIs(RemoteAction._validate_action_result, speedups.validate_action_result)
        self.assertIs(Event.resolve_by_type, speedups.stock_resolve)
        speedups.apply("events")
        self.assertIs(RemoteAction._validate_action_result, speedups.stock_validate)
        self.assertIs(Event.resolve_by_type, speedups.resolve_by_type)
        speedups.apply("none")
        self.assertIs(RemoteAction._validate_action_result, speedups.stock_validate)
        self.assertIs(Event.resolve_by_type, speedups.stock_resolve)


if __name__ == "__main__":
    unittest.main()
