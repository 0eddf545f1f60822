"""`make exam`: the development and the test sentences through the trained model, and a report with figures and curves.

The development sentences (tests/bot/understanding) may be looked at and thresholds are chosen on them; of the test sentences
(tests/bot/testset) only these aggregates are read.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.trials.hearing import Ears
from bot.trials.names import label_of
from bot.trials.reporting import write_report

ROOT = Path(__file__).resolve().parents[2]
_DEVELOPMENT = ROOT / "tests" / "bot" / "understanding"
_TEST = ROOT / "tests" / "bot" / "testset"
_PAGE = ROOT / "artefacts" / "understanding"


@dataclass(frozen=True)
class Answer:
    """A sentence with what was meant and what was heard. `first` is the surest reading, also where it was not sure enough."""

    language: str
    row: dict[str, Any]
    heard: dict[str, Any]
    first: str
    confidence: float

    @property
    def labels(self) -> tuple[str, str]:
        return self.row["label"], self.heard["label"]


async def examine() -> None:
    ears = Ears.of_the_newest_model()
    sets = {
        "development": [await _answer(ears, row) for row in _development_rows()],
        "test": [await _answer(ears, row) for row in _test_rows()],
    }
    thresholds = yaml.safe_load((ROOT / "bot" / "config.yml").read_text(encoding="utf8"))["pipeline"]
    page = write_report(
        _PAGE, sets, {key: value for step in thresholds for key, value in step.items() if key != "name"}
    )
    print(page.read_text(encoding="utf8"))
    print(f"written to {page.relative_to(ROOT)}")


async def _answer(ears: Ears, row: dict[str, Any]) -> Answer:
    parsed = await ears.parse(row["text"])
    ranking = parsed.get("intent_ranking") or [parsed["intent"]]
    return Answer(
        row["lang"], row, await ears.hear(row["text"]), label_of(ranking[0]["name"]), float(ranking[0]["confidence"])
    )


def _development_rows() -> list[dict[str, Any]]:
    return [
        {"text": line[2:].strip(), "lang": path.stem, "label": label_of(block["intent"])}
        for path in sorted(_DEVELOPMENT.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf8"))["nlu"]
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]


def _test_rows() -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for path in sorted(_TEST.rglob("*.jsonl"))
        for line in path.read_text(encoding="utf8").splitlines()
        if line.strip()
    ]


if __name__ == "__main__":
    asyncio.run(examine())
