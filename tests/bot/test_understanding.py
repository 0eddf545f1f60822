"""How well the assistant understands sentences that it was not trained on. docs/understanding.md tells how they were made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.bot.conftest import run_inside
from tests.support.project import ROOT

HELD_OUT = ROOT / "tests" / "bot" / "understanding"
# Measured: 0.92 and 0.93. Lower than these means that something broke, not that a sentence was unlucky.
FLOORS = {"en": 0.85, "fa": 0.85}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_held_out_sentence_was_trained_on(language: str) -> None:
    trained = {sentence for path in (ROOT / "data" / "nlu" / language).glob("*.yml") for sentence in sentences(path)}
    assert not trained & set(sentences(HELD_OUT / f"{language}.yml"))


@pytest.mark.scenario
@pytest.mark.parametrize("language", ["en", "fa"])
def test_new_sentences_are_understood(model: Path, language: str) -> None:
    measured = run_inside("tests/bot/inside/measure_understanding.py", model, HELD_OUT / f"{language}.yml")
    answers = [json.loads(line) for line in measured.stdout.splitlines() if line.startswith('{"text"')]
    assert answers, measured.stderr[-3000:]
    # What is not for us may also be owned not to be understood: both answers say what this is for.
    wrong = [
        answer
        for answer in answers
        if answer["heard"] != answer["meant"] and (answer["meant"], answer["heard"]) != ("out_of_scope", "nlu_fallback")
    ]
    right = 1 - len(wrong) / len(answers)
    assert right >= FLOORS[language], (right, wrong)
    assert not [answer for answer in wrong if answer["meant"] == "safety_danger"], wrong


def sentences(path: Path) -> list[str]:
    blocks = yaml.safe_load(path.read_text(encoding="utf8"))["nlu"]
    return [
        line[2:].strip().casefold()
        for block in blocks
        for line in block["examples"].splitlines()
        if line.startswith("- ")
    ]
