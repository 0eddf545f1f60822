"""Wanting to complain is what this desk is for, so it is heard by rule: "how do I file a complaint" begins a complaint.

What speaks of a complaint made earlier, or of how complaining works, is left to the classifier.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.parsing.letters import plain
from actions.parsing.lists import read_sections
from bot.components.safety import settle

_RULES = read_sections("complaining")
_LONGEST = 25  # words; a longer text tells a story, and the classifier hears those well


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class WishesToComplain(GraphComponent):
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WishesToComplain:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if not (message.get(INTENT) or {}).get("name") and wants_to_complain(message.get(TEXT) or ""):
                settle(message, "make_complaint")
        return messages


def wants_to_complain(text: str) -> bool:
    words = plain(text)
    return len(words.split()) <= _LONGEST and _RULES["wish"].find(words) and not _RULES["but not"].find(words)
