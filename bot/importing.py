"""Reads the sentences of `data/nlu` for training: named in `bot/config.yml`, used by Rasa in place of its own reader.

Rasa's reader keeps every comment and checks every line against a schema, twice, and then copies and compares all sentences
whenever it puts sets of them together: half of the training's time, for files that are our own and have one plain form, which
`bot/linting.py` looks over. Rules, domain and settings are read by Rasa as always.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class Example(Message):
    """A sentence with its intent, which no step of our training changes: quick to copy and to compare."""

    def fingerprint(self) -> str:
        return hashlib.md5(repr(self.data).encode(), usedforsecurity=False).hexdigest()

    def __deepcopy__(self, memo: dict[int, Any]) -> Example:
        return Example(self.data, self.output_properties, self.time, self.features)


class PlainSentences(RasaFileImporter):
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        return TrainingData([example for file in sorted(self._nlu_files) for example in _examples(file)])


@cache
def _examples(file: str) -> tuple[Example, ...]:
    blocks = yaml.load(Path(file).read_text(encoding="utf8"), Loader=yaml.CSafeLoader)["nlu"]
    return tuple(
        Example.build(line[2:].strip(), block["intent"], intent_metadata=block.get("metadata"))
        for block in blocks
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    )
