"""A message that is a case number, a secret, or both and little more asks how that case stands; no model needs to guess it."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from actions.parsing.references import find_case_number, find_secret
from bot.components.safety import settle

_FEW_WORDS = 6  # beside the numbers: "my number is … and the code …"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=False)
class CaseNumbers(GraphComponent):
    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> CaseNumbers:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            number, secret = find_case_number(text), find_secret(text)
            other_words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if not word.isupper()]
            if (number or secret) and len(other_words) <= _FEW_WORDS and not message.get(INTENT, {}).get("name"):
                settle(message, "ask_status")
        return messages
