"""The arithmetic of a trial, the plain names, and the look over the training data. None of it needs Rasa."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from bot.linting import complaints, read_sentences
from bot.trials.names import CATEGORIES, LABELS, category_of, label_of
from bot.trials.pictures import chart
from bot.trials.scoring import (
    accuracy,
    calibration_error,
    confusions,
    label_scores,
    macro_f1,
    recognition,
    threshold_curve,
)
from tests.support.project import ROOT

PAIRS = [("greet", "greet"), ("greet", "deny"), ("deny", "deny"), ("deny", "deny")]


def test_recall_precision_and_f1_are_counted_for_each_label() -> None:
    deny, greet = label_scores(PAIRS)
    assert (greet.recall, greet.precision) == (0.5, 1.0)
    assert deny.recall == 1.0
    assert deny.precision == pytest.approx(2 / 3)
    assert accuracy(PAIRS) == 0.75
    assert macro_f1(PAIRS) == pytest.approx((2 / 3 + 0.8) / 2)
    assert confusions(PAIRS) == [(("greet", "deny"), 1)]


def test_a_yes_or_no_question_has_recall_and_false_alarms() -> None:
    found = recognition([(True, True), (True, False), (False, True), (False, False)])
    assert (found.recall, found.precision, found.false_alarms) == (0.5, 0.5, 1)


def test_a_higher_threshold_answers_less_and_is_right_more_often() -> None:
    curve = threshold_curve([(0.9, True), (0.8, True), (0.3, False)])
    low, high = curve[0], next(step for step in curve if step.threshold == 0.5)
    assert (low.answered, high.answered) == (1.0, pytest.approx(2 / 3))
    assert high.right == 1.0 > low.right


def test_an_honest_confidence_has_no_calibration_error() -> None:
    honest = [(0.75, True)] * 3 + [(0.75, False)]
    boastful = [(0.95, False)] * 4
    assert calibration_error(honest) == pytest.approx(0.0)
    assert calibration_error(boastful) == pytest.approx(0.95)


def test_a_chart_is_proper_svg_and_its_words_are_escaped() -> None:
    root = ElementTree.fromstring(chart("a < b", "x", {"one & two": [(0.0, 0.0), (1.0, 1.0)]}, mark=0.3))
    assert root.tag.endswith("svg")
    assert "one & two" in "".join(root.itertext())


def test_every_intent_and_every_topic_has_a_plain_name() -> None:
    intents = yaml.safe_load((ROOT / "bot/domain/understanding.yml").read_text(encoding="utf8"))["intents"]
    known = {next(iter(intent)) for intent in intents}
    assert {intent for named in LABELS.values() for intent in named} <= known
    assert label_of("staff_complaint") == "report_complaint"
    assert label_of(None) == "out_of_scope"
    assert category_of([{"code": "C01.4", "confidence": 0.9}]) == "service_quality", "the finer code decides"
    assert category_of([{"code": "C01.1", "confidence": 0.9}]) == "product_quality"
    assert category_of([]) == "other"


def test_the_page_about_understanding_shows_the_same_names() -> None:
    page = (ROOT / "docs/understanding.md").read_text(encoding="utf8")
    for name, members in {**LABELS, **CATEGORIES}.items():
        row = re.search(rf"^\| `{name}` \| (.+?) \|$", page, re.MULTILINE)
        assert row, f"docs/understanding.md has no row for {name}"
        assert re.findall(r"`([^`]+)`", row[1]) == members


def test_the_training_data_does_not_contradict_itself() -> None:
    assert complaints(read_sentences(ROOT / "data")) == []


def test_a_sentence_under_two_intents_is_found_whatever_its_marks(tmp_path: Path) -> None:
    for intent, text in (("greet", "Hello there!"), ("goodbye", "hello  there")):
        folder = tmp_path / "nlu" / "en"
        folder.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"      - sentence {number} of {intent}\n" for number in range(8))
        (folder / f"{intent}.yml").write_text(
            f'version: "3.1"\n\nnlu:\n  - intent: {intent}\n    examples: |\n      - {text}\n{lines}', encoding="utf8"
        )
    (wrong,) = complaints(read_sentences(tmp_path))
    assert "is greet here and goodbye in goodbye.yml" in wrong
