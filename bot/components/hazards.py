"""A second pair of ears for danger, after the rules: reports that name no alarming word ("the wheel came off at 60").

The rules of safety.py are read first. Words of danger_certain.txt are never overruled; any other word is set aside only when the
whole sounds plainly calm ("the soup burned my tongue" stays, "burned by your discount" goes). The model learned from our own
reports of hazards (topics C09, and words of distress) against everything else that customers say.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.parsing.danger import is_certain_danger
from actions.parsing.stories import without_greeting
from bot.components.labels import signs_of, topic_of
from bot.components.model import train
from bot.components.safety import DANGER, note, settle, unsettle
from bot.components.trained import Trained

_HAZARD, _CALM = "hazard", "calm"
_TOPIC = "C09"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class Hazards(Trained):
    kept_as = "hazards.pickle"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"strength": 0.5, "alarming": 0.4, "calm": 0.2}

    def train(self, training_data: TrainingData) -> Resource:
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        return self.keep(
            train(
                [message.get(TEXT) for message in examples],
                [_HAZARD if _is_hazard(message) else _CALM for message in examples],
                strength=self._config["strength"],
                evenness=0.8,
                sign_weight=0.2,
                even_classes=False,
            )
        )

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            alarm = self.alarm(text) if text else 0.0
            alarming_words = message.get(INTENT, {}).get("name") == DANGER
            if alarm >= self._config["alarming"]:
                note(message, hazard=round(alarm, 2))
                if not alarming_words:
                    note(message, danger="no single word: the report as a whole")
                    settle(message, DANGER)
            elif alarming_words and alarm < self._config["calm"] and not is_certain_danger(text):
                unsettle(message)
        return messages

    def alarm(self, text: str) -> float:
        """How likely the text reports a danger."""
        return dict(self.model.confidences(without_greeting(text)))[_HAZARD]


def _is_hazard(message: Message) -> bool:
    named = signs_of(message)
    if named is not None:
        return "danger" in named
    else:
        return bool(message.get(INTENT) == DANGER or (topic_of(message) or "").startswith(_TOPIC))
