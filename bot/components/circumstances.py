"""A second pair of ears for the two signs that change how a case is handled: its writer needs a gentler road, and it accuses
somebody of the staff.

The word lists are read first (understanding.py). A model beside each adds what is told in words that no list has ("he smirked
and turned his back"), and sets a hit aside when the whole sounds otherwise ("your staff were lovely, the sofa is not"). They
learn from the blocks of data/nlu/*/signs.yml, which name their signs; of every other example the lists and the topic decide.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import Any, ClassVar

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.parsing.signals import find_needs, is_about_staff
from actions.parsing.stories import without_greeting
from bot.components.labels import signs_of, topic_of, worth_of
from bot.components.model import train
from bot.components.safety import note
from bot.components.trained import Trained

_ABOUT_STAFF = {"C06.1", "C06.4", "C06.5", "C06.6"}
_UNNAMED = "extra time"  # what helps in any case, where no word says which need it is
_YES, _NO = "yes", "no"


class Sign(Trained):
    """One sign. `named` is its name in the examples, `even_classes` whether the few that show it count as much as the rest."""

    named: ClassVar[str]
    even_classes: ClassVar[bool] = True

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"strength": 0.5, "likely": 0.5, "unlikely": 0.03}

    def train(self, training_data: TrainingData) -> Resource:
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        return self.keep(
            train(
                [message.get(TEXT) for message in examples],
                [_YES if self._shown_by(message) else _NO for message in examples],
                strength=self._config["strength"],
                evenness=0.8,
                sign_weight=0.2,
                even_classes=self.even_classes,
                worth=[worth_of(message) for message in examples],
            )
        )

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if text := message.get(TEXT) or "":
                self.weigh(message, dict(self.model.confidences(without_greeting(text)))[_YES])
        return messages

    @abstractmethod
    def weigh(self, message: Message, chance: float) -> None:
        """Notes or withdraws the sign, given how likely the whole shows it."""

    def _shown_by(self, message: Message) -> bool:
        signs = signs_of(message)
        return self._found_in(message) if signs is None else self.named in signs

    @abstractmethod
    def _found_in(self, message: Message) -> bool:
        """Whether the lists and the topic speak for the sign, where the block does not say."""


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class Care(Sign):
    kept_as, named = "care.pickle", "care"
    even_classes = False  # a tenth of the examples: evened out, it hears care where there is none

    def weigh(self, message: Message, chance: float) -> None:
        heard = message.get("heard", {}).get("needs")
        if not heard and chance >= self._config["likely"]:
            note(message, needs=[_UNNAMED])
        elif heard and chance < self._config["unlikely"]:
            note(message, needs=[])

    def _found_in(self, message: Message) -> bool:
        return bool(find_needs(message.get(TEXT)))


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class Conduct(Sign):
    kept_as, named = "conduct.pickle", "staff"

    def weigh(self, message: Message, chance: float) -> None:
        heard = message.get("heard", {}).get("staff_subject")
        if not heard and chance >= self._config["likely"]:
            note(message, staff_subject=True)
        elif heard and chance < self._config["unlikely"]:
            note(message, staff_subject=False)

    def _found_in(self, message: Message) -> bool:
        told = topic_of(message) in _ABOUT_STAFF or message.get(INTENT) == "staff_complaint"
        return told or is_about_staff(message.get(TEXT))
