"""The three signs, danger, care and staff, on sentences of other voices than the training data's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bot.conftest import run_inside
from tests.support.project import ROOT

SENTENCES = ROOT / "tests" / "bot" / "signs"
HEARD_AS = {"danger": "safety", "care": "vulnerable", "staff": "staff"}
# Recall and precision. Lower than these means that something broke, not that a sentence was unlucky.
FLOORS = {"danger": (0.85, 0.8), "care": (0.75, 0.8), "staff": (0.55, 0.8)}


def told(language: str) -> list[tuple[str, str]]:
    """Sentences with the names of their signs."""
    sections: dict[str, list[str]] = yaml.safe_load((SENTENCES / f"{language}.yml").read_text(encoding="utf8"))
    return [(text, signs) for signs, texts in sections.items() for text in texts]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_none_of_these_sentences_was_trained_on(language: str) -> None:
    trained = "\n".join(path.read_text(encoding="utf8") for path in (ROOT / "data" / "nlu" / language).glob("*.yml"))
    lines = {line.strip().removeprefix("- ").casefold() for line in trained.splitlines()}
    assert not lines & {text.casefold() for text, _ in told(language)}


@pytest.mark.scenario
@pytest.mark.parametrize("language", ["en", "fa"])
def test_signs_are_heard_in_other_voices(model: Path, tmp_path: Path, language: str) -> None:
    rows = told(language)
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"text": text, "lang": language}) + "\n" for text, _ in rows), encoding="utf8")
    measured = run_inside("-m", "bot.trials.predicting", source, target)
    assert measured.returncode == 0, measured.stderr[-3000:]
    heard = [json.loads(line) for line in target.read_text(encoding="utf8").splitlines()]
    for sign, (recall, precision) in FLOORS.items():
        assert _measured(sign, rows, heard) >= (recall, 0.0), sign
        assert _measured(sign, rows, heard)[1] >= precision, sign


def _measured(sign: str, rows: list[tuple[str, str]], heard: list[dict[str, Any]]) -> tuple[float, float]:
    meant = [sign in signs for _, signs in rows]
    said = [bool(answer[HEARD_AS[sign]]) for answer in heard]
    right = sum(one and other for one, other in zip(meant, said, strict=True))
    return right / sum(meant), right / max(1, sum(said))
