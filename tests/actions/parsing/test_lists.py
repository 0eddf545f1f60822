"""The word lists are many: what they leave untried must be what could find nothing."""

import re
from pathlib import Path

import pytest

from actions.parsing import lists
from actions.parsing.letters import plain
from actions.parsing.lists.literals import needed
from bot.linting import read_sentences

LISTS = ["danger_en", "danger_fa", "danger_finglish", "danger_certain", "figures_of_speech", "staff"]
SECTIONS = ["needs", "hints", "topics", "remedies"]


@pytest.mark.parametrize(
    ("rule", "pieces"),
    [
        (r"\bfire\b", {"fire"}),
        (r"(?:gas|smoke) (?:leak|alarm)s?", {"leak", "alarm"}),
        (r"(?:very )?wet", {"wet"}),
        (r"(?:very|so)+ (?:bad)?", {"very", "so"}),
        (r"(?<!no )smoke(?! free)", {"smoke"}),
        (r"(?:boiling)*", None),
        (r"(?:fire|\d+)", None),
        (r"[ab]?c", None),
        (r"(?i)fire", None),
    ],
)
def test_what_a_rule_cannot_do_without(rule, pieces):
    assert needed(re.compile(rule)) == (pieces and frozenset(pieces))


def test_a_rule_that_is_not_tried_would_have_found_nothing():
    rules = [*map(lists.read_list, LISTS)]
    rules += [section for name in SECTIONS for section in lists.read_sections(name).values()]
    texts = {plain(sentence.text) for sentence in read_sentences(Path("data"))[::40]}
    assert len(texts) > 300
    for words in texts:
        for each in rules:
            tried = each.fitting(words)
            assert [rule.pattern for rule in each if rule not in tried and rule.search(words)] == [], words
