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

import bot.components.speedups  # noqa: F401  (loaded with the pipeline, so that the server runs with them)
from actions.parsing.letters import is_persian_script, plain

_ENGLISH = set(
    "the and is are was were i my you your it this that to for of in on not have has what how when why can want please with me do does did been but be".split()
)
_FINGLISH = set(
    "salam mikham mikhastam man shoma chera nist hast shode shod nashode kharid kharidam sefaresh shekayat moshkel daram dare lotfan mamnoon merci bale baleh khob "
    "kheyli kheili ro az ba ke mishe nemishe chi chand koja kojast pool poolam poolamo nareside residan konam kard kardam bood khaste nabashid vaghte bekheir nadaram inja".split()
)


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class LanguageOfTheWriter(GraphComponent):
    @classmethod
    def create(cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> LanguageOfTheWriter:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            told = (message.get("metadata") or {}).get("language")
            text = message.get(TEXT) or ""
            language = language_of(text, told)
            if language is not None:
                entity = {"entity": "language", "value": language, "start": 0, "end": len(text), "extractor": "LanguageOfTheWriter"}
                message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages


def language_of(text: str, told: str | None) -> str | None:
    """A name, a number or one borrowed word changes nothing; a written sentence does."""
    if is_persian_script(text):
        return "fa"
    words = plain(text).replace("?", " ").replace(".", " ").replace(",", " ").split()
    if sum(word in _FINGLISH for word in words) >= 2:
        return "fa"
    if sum(word in _ENGLISH for word in words) >= 2 and len(words) >= 4:
        return "en"
    return told
