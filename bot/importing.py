"""Reads the sentences of `data/nlu` for training: named in `bot/config.yml`, used by Rasa in place of its own reader.

Rasa's reader keeps every comment and checks every line against a schema, twice: half of the training's time for files that are
our own and have one plain form, which `bot/linting.py` looks over. Rules, domain and settings are read by Rasa as always.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class PlainSentences(RasaFileImporter):  # type: ignore[misc]  # Rasa is not typed for strict checking
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return TrainingData([message for file in sorted(self._nlu_files) for message in _messages(file)])


@cache
def _messages(file: str) -> tuple[Message, ...]:
    blocks = yaml.load(Path(file).read_text(encoding="utf8"), Loader=yaml.CSafeLoader)["nlu"]
    return tuple(
        Message.build(line[2:].strip(), block["intent"], intent_metadata=block.get("metadata"))
        for block in blocks
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    )
