"""What a story is about, as topics of the taxonomy: a suggestion with a confidence, for a person to confirm.

It learns from the same examples as the intents: those of make_complaint stand in blocks that name their topic as metadata.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions.parsing.stories import without_greeting
from bot.components.labels import topic_of
from bot.components.model import train
from bot.components.safety import note
from bot.components.sentences import sentences
from bot.components.trained import Trained

_CHAT = {
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "skip",
    "not_sure",
    "ask_human",
    "ask_identity",
    "set_language",
}
_HAZARDS = "C09"
_ABOUT_STAFF = {"C06.1", "C06.4", "C06.5", "C06.6"}
_LIKELY = 0.5
_NAMED = 0.25
_CALM = 0.4


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class Topics(Trained):
    """Each sentence of a story is read apart, so that a story may have several topics. The whole weighs as much as the sentence
    that speaks of a topic most plainly."""

    kept_as = "topics.pickle"

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"strength": 1.0, "worth_telling": 0.12, "at_most": 4}

    def train(self, training_data: TrainingData) -> Resource:
        labelled = [
            (m.get(TEXT), topic) for m in training_data.intent_examples if (topic := topic_of(m)) and m.get(TEXT)
        ]
        return self.keep(
            train(
                [text for text, _ in labelled],
                [topic for _, topic in labelled],
                strength=self._config["strength"],
                evenness=0.9,
                sign_weight=0.15,
                kind=lambda topic: topic[:3],
            )
        )

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if text and (message.get(INTENT) or {}).get("name") not in _CHAT:
                hazard = message.get("heard", {}).get("hazard", 0.0)
                opening = not hazard and self._opens_only(text)
                found = self._named_only(text) if opening else self.topics(text, hazard)
                note(message, topics=[{"code": code, "confidence": round(chance, 2)} for code, chance in found])
                note(message, opening=opening)
                if any(code in _ABOUT_STAFF and chance >= _LIKELY for code, chance in found):
                    note(message, staff_subject=True)
        return messages

    def _opens_only(self, text: str) -> bool:
        """Whether the text most likely says no more than that there is a complaint."""
        name, chance = self.model.confidences(without_greeting(text))[0]
        return name == "none" and chance >= 0.5

    def _named_only(self, text: str) -> list[tuple[str, float]]:
        """What an opening names without telling it ("there is a mistake on my bill"), as shares of what is not mere opening."""
        chances = dict(self.model.confidences(without_greeting(text)))
        told = 1.0 - chances.pop("none")
        shares = [(code, chance / max(told, 1e-9)) for code, chance in chances.items() if not code.startswith(_HAZARDS)]
        return [(code, share) for code, share in shares if share >= _NAMED][: self._config["at_most"]]

    def topics(self, text: str, hazard: float = 0.0) -> list[tuple[str, float]]:
        """The topics with their confidences, surest first; "none" is what merely opens a talk. Where the report as a whole is
        one of a `hazard`, that comes first, however plainly it also speaks of a broken thing."""
        *pieces, whole = [self.model.chances(piece) for piece in sentences(without_greeting(text))]
        both = whole if not pieces else (whole + np.max(pieces, axis=0)) / 2
        best = dict(zip(self.model.classes, map(float, both), strict=True))
        best.pop("none", None)
        if hazard:
            worst = max((code for code in best if code.startswith(_HAZARDS)), key=lambda code: best[code])
            best[worst] = max(hazard, max(best.values()))
        else:  # the model for hazards listens better than this one: what it finds calm is hardly one
            best = {code: chance * _CALM if code.startswith(_HAZARDS) else chance for code, chance in best.items()}
        told = sorted(
            ((code, chance) for code, chance in best.items() if chance >= self._config["worth_telling"]),
            key=lambda pair: (-pair[1], not pair[0].startswith(_HAZARDS)),
        )
        return told[: self._config["at_most"]]
