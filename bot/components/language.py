"""The language to answer in: the page's, unless the customer plainly writes another one.

It becomes the entity `language`, which fills the slot of that name, so no call is needed and responses can vary on it.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

import bot.components.discretion
import bot.components.speedups  # noqa: F401  # both act by being loaded with the pipeline
from actions.parsing.letters import is_persian_script, plain
from actions.parsing.lists import read_words

_ENGLISH = read_words("english_words")
_FINGLISH = read_words("finglish_words")


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class LanguageOfTheWriter(GraphComponent):
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageOfTheWriter:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            told = (message.get("metadata") or {}).get("language")
            text = message.get(TEXT) or ""
            language = language_of(text, told)
            if language is not None:
                entity = {
                    "entity": "language",
                    "value": language,
                    "start": 0,
                    "end": len(text),
                    "extractor": "LanguageOfTheWriter",
                }
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages


def language_of(text: str, told: str | None) -> str | None:
    """A name, a number or one borrowed word changes nothing; a written sentence does. Without a page there is no opinion."""
    if told is None:
        return None
    if is_persian_script(text):
        return "fa"
    words = plain(text).replace("?", " ").replace(".", " ").replace(",", " ").split()
    if sum(word in _FINGLISH for word in words) >= 2:
        return "fa"
    if sum(word in _ENGLISH for word in words) >= 2 and len(words) >= 4:
        return "en"
    return told
