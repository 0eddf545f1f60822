"""The test set for understanding is well formed, wide enough, and strange to the training data."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import yaml

from tests.support.project import ROOT

TESTSET = ROOT / "tests" / "bot" / "testset"
TOTAL = {"fa": 650, "en": 400}
IN_PERSIAN = {
    "report_complaint": 230,
    "ask_human": 45,
    "case_status": 45,
    "give_feedback": 35,
    "greet": 25,
    "goodbye": 15,
    "affirm": 25,
    "deny": 25,
    "thank": 20,
    "out_of_scope": 130,
    "how_it_works": 30,
    "withdraw": 10,
    "accept_answer": 10,
    "reject_answer": 10,
}
CATEGORIES = [
    "product_quality",
    "delivery",
    "billing_payment",
    "refund_return",
    "staff_conduct",
    "service_quality",
    "account_access_technical",
    "privacy_data",
    "safety",
    "contract_policy",
    "other",
]
OF_EACH_CATEGORY = {"fa": 18, "en": 12}
DANGERS = {"fa": 50, "en": 35}
TRAPS = 40
SECTORS = {
    "any",
    "retail",
    "bank",
    "insurance",
    "telecom",
    "education",
    "public_service",
    "health",
    "travel",
    "energy",
    "vehicles",
}
FLAGS = ("safety", "vulnerable", "staff", "trap")
KEYS = {"text", "lang", "label", "category", "sector", "voice", *FLAGS}
ANNOTATED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
ONE_LETTER_FOR_EACH = str.maketrans("يىكةۀأإ", "ییکههاا")


@cache
def sentences() -> tuple[dict[str, Any], ...]:
    files = sorted(TESTSET.glob("*/*.jsonl"))
    return tuple(
        json.loads(line) | {"file": file.relative_to(TESTSET).as_posix()}
        for file in files
        for line in file.read_text(encoding="utf-8").splitlines()
    )


def plain(text: str) -> str:
    """The text as one who only looks for the same words would see it: letters and digits of any script, single spaces."""
    folded = unicodedata.normalize("NFKC", text).translate(ONE_LETTER_FOR_EACH).casefold()
    digits = "".join(str(unicodedata.digit(letter, letter)) for letter in folded)
    unvowelled = "".join(letter for letter in digits if unicodedata.category(letter) != "Mn")
    spaced = " ".join(re.sub(r"[\W_]+", " ", unvowelled).split())
    return spaced or text.strip()  # nothing but emoji or marks stays what it is


def test_every_line_has_the_same_keys_and_known_values() -> None:
    for sentence in sentences():
        assert sentence.keys() - {"file"} == KEYS, sentence
        assert sentence["file"] == f"{sentence['lang']}/{sentence['label']}.jsonl"
        assert sentence["label"] in IN_PERSIAN, sentence
        assert sentence["sector"] in SECTORS, sentence
        assert sentence["text"] == sentence["text"].strip() != "", sentence
        assert all(isinstance(sentence[flag], bool) for flag in FLAGS), sentence


def test_complaints_and_only_complaints_have_a_category() -> None:
    for sentence in sentences():
        known = sentence["category"] in CATEGORIES
        assert known if sentence["label"] == "report_complaint" else sentence["category"] is None, sentence


def test_danger_is_marked_without_contradiction() -> None:
    for sentence in sentences():
        assert not (sentence["safety"] and sentence["trap"]), sentence
        assert sentence["safety"] or sentence["category"] != "safety", sentence
        assert sentence["staff"] or sentence["category"] != "staff_conduct", sentence


@pytest.mark.parametrize("lang", ["fa", "en"])
def test_there_is_enough_of_everything(lang: str) -> None:
    ours = [sentence for sentence in sentences() if sentence["lang"] == lang]
    assert len(ours) >= TOTAL[lang]
    categories = Counter(sentence["category"] for sentence in ours)
    assert [name for name in CATEGORIES if categories[name] < OF_EACH_CATEGORY[lang]] == []
    assert sum(sentence["safety"] for sentence in ours) >= DANGERS[lang]
    assert {sentence["sector"] for sentence in ours} == SECTORS
    assert len({sentence["voice"] for sentence in ours}) >= 15


def test_every_label_is_there_in_both_languages() -> None:
    persian = Counter(sentence["label"] for sentence in sentences() if sentence["lang"] == "fa")
    english = {sentence["label"] for sentence in sentences() if sentence["lang"] == "en"}
    assert {label: persian[label] for label, least in IN_PERSIAN.items() if persian[label] < least} == {}
    assert english == set(IN_PERSIAN)


def test_there_are_enough_words_of_danger_without_danger() -> None:
    assert sum(sentence["trap"] for sentence in sentences()) >= TRAPS


def test_no_sentence_stands_there_twice() -> None:
    times = Counter(plain(sentence["text"]) for sentence in sentences())
    assert [text for text, many in times.items() if many > 1] == []


def test_letters_marks_and_spaces_do_not_hide_that_two_sentences_are_the_same() -> None:
    assert plain("كتابي كه مي‌خواستم، نرسيد! ۱۲") == plain("کتابی که می خواستم نرسید 12")
    assert plain("Where IS it?") == plain("where is it")
    assert plain("کتاب نرسید") != plain("کتاب رسید")


def test_no_sentence_is_in_the_training_data() -> None:
    trained = {plain(text) for text in _texts_in_training_data()}
    assert len(trained) > 500, "the training data was not read"
    seen = [sentence["text"] for sentence in sentences() if plain(sentence["text"]) in trained]
    assert seen == []


def _texts_in_training_data() -> Iterator[str]:
    for file in sorted((ROOT / "data").rglob("*")):
        if file.suffix in {".yml", ".yaml"}:
            yield from _lines_of(yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
        elif file.suffix in {".json", ".jsonl"}:
            documents = [file.read_text(encoding="utf-8")]
            if file.suffix == ".jsonl":
                documents = documents[0].splitlines()
            for document in documents:
                yield from _lines_of(json.loads(document))


def _lines_of(value: object) -> Iterator[str]:
    """Every line of every text in a document, without list dashes and without the marks of entities."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _lines_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _lines_of(inner)
    elif isinstance(value, str):
        for line in value.splitlines():
            yield ANNOTATED.sub(r"\1", line.strip().removeprefix("- "))
