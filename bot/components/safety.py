"""Safety rules, read before any model: a hit makes the message `safety_danger` with certainty, whatever else it says."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.parsing.danger import find_danger

DANGER = "safety_danger"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class SafetyRules(GraphComponent):
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyRules:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            words = find_danger(text)
            if words:
                note(message, danger=words)
                settle(message, DANGER)
        return messages


def note(message: Message, **heard: Any) -> None:
    """What was heard beside the intent travels as `heard` in the parse data. Not as entities: those are pieces of the text."""
    message.set("heard", {**message.get("heard", {}), **heard}, add_to_output=True)


def settle(message: Message, intent: str) -> None:
    """Fixes the intent; the classifier leaves a settled message alone."""
    certain = {"name": intent, "confidence": 1.0}
    message.set(INTENT, certain, add_to_output=True)
    message.set(INTENT_RANKING_KEY, [certain], add_to_output=True)


def unsettle(message: Message) -> None:
    """Leaves the intent to the classifier after all."""
    message.set(INTENT, {}, add_to_output=True)
    message.set("heard", {key: value for key, value in message.get("heard", {}).items() if key != "danger"})
