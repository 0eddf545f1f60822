"""Wanting to complain is what this desk is for, so it is heard by rule: "how do I file a complaint" begins a complaint.

Not wanting to any more is heard too. What speaks of a complaint made earlier, or of how complaining works, is left to the
classifier.
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
_LONGEST_REFUSAL = 12  # words in which one says that one would rather not
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
            known = (message.get(INTENT) or {}).get("name")
            wish = None if known else wish_in(message.get(TEXT) or "")
            if wish is not None:
                settle(message, wish)
        return messages


def wish_in(text: str) -> str | None:
    """The intent that the rules hear, if any."""
    if gives_up(text):
        return "withdraw"
    else:
        return "make_complaint" if wants_to_complain(text) else None


def gives_up(text: str) -> bool:
    """Whether it says that its writer does not want to complain, or not any more."""
    words = plain(text)
    return len(words.split()) <= _LONGEST_REFUSAL and _RULES["giving up"].find(words) and not _RULES["turn"].find(words)


def wants_to_complain(text: str) -> bool:
    words = plain(text)
    return len(words.split()) <= _LONGEST and _RULES["wish"].find(words) and not _RULES["but not"].find(words)
