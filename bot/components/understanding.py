"""What a customer wants, from their own words. Replaces DIET: see docs/understanding.md for the figures that decided it."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.parsing.signals import find_needs, is_about_staff
from actions.parsing.stories import without_greeting
from bot.components.labels import topic_of
from bot.components.linear import PART
from bot.components.model import train
from bot.components.safety import note
from bot.components.trained import Trained

FALLBACK = "nlu_fallback"
_GESTURES = {"👍": "affirm", "👌": "affirm", "✅": "affirm", "👎": "deny", "❌": "deny", "🙏": "thanks", "👋": "greet"}
_SHOWN = 8  # places of the ranking that are passed on


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class Understanding(Trained):
    """Intent with a calibrated confidence; below `sure_enough`, or with a lead under `clear_lead`, it admits not to know."""

    kept_as = "understanding.pickle"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"strength": 0.1, "sure_enough": 0.34, "clear_lead": 0.06}

    def train(self, training_data: TrainingData) -> Resource:
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        return self.keep(
            train(
                [m.get(TEXT) for m in examples],
                [_label(m) for m in examples],
                strength=self._config["strength"],
                meaning_weight=2.0,
                even_classes=0.5,  # wholly evened, a complaint is too easily taken for something rarer
            )
        )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if not (message.get(INTENT) or {}).get("name"):
                self._classify(message, text)
            _note_signals(message, text)
        return messages

    def _classify(self, message: Message, text: str) -> None:
        ranking = [
            {"name": name, "confidence": chance} for name, chance in self.model.confidences(without_greeting(text))
        ]
        best, second = ranking[0], ranking[1]
        unsure = (
            best["confidence"] < self._config["sure_enough"]
            or best["confidence"] - second["confidence"] < self._config["clear_lead"]
        )
        strange = best["name"] == "out_of_scope" and not self.model.knows_a_word(text)  # gibberish, not another subject
        if not any(sign.isalnum() for sign in text):
            best = {"name": _GESTURES.get(text.strip()[:1], FALLBACK), "confidence": 1.0}
        elif unsure or strange:
            best = {"name": FALLBACK, "confidence": best["confidence"]}
        elif best["name"] == "make_complaint" and is_about_staff(text):
            best = {"name": "staff_complaint", "confidence": best["confidence"]}
        message.set(INTENT, best, add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking[:_SHOWN], add_to_output=True)


def _label(message: Message) -> str:
    """The intent; a complaint with the category of its topic as a part, since complaints are of so many kinds."""
    topic = topic_of(message)
    return f"{message.get(INTENT)}{PART}{topic[:3]}" if topic else str(message.get(INTENT))


def _note_signals(message: Message, text: str) -> None:
    """Whether somebody of the staff is accused, and what the writer may need."""
    if is_about_staff(text):
        note(message, staff_subject=True)
    if needs := find_needs(text):
        note(message, needs=needs)
