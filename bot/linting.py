"""Looks over the training sentences: the same sentence under two intents, intents that one language lacks, thin ones.

Standard library alone, since training may be started by any Python. The files are our own and have one plain form.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import product
from pathlib import Path

_THIN = 8  # sentences; an intent with fewer in a language is hardly learned in it


@dataclass(frozen=True)
class Sentence:
    text: str
    intent: str
    language: str
    file: str


def read_sentences(data: Path) -> list[Sentence]:
    found = []
    for path in sorted((data / "nlu").rglob("*.yml")):
        intent = ""
        for line in path.read_text(encoding="utf8").splitlines():
            if match := re.match(r"\s*- intent: (\S+)", line):
                intent = match[1]
            elif match := re.match(r"\s{6,}- (.+)", line):
                found.append(Sentence(match[1].strip(), intent, path.parent.name, path.name))
    return found


def complaints(sentences: list[Sentence]) -> list[str]:
    """What is wrong with them, in words; empty when nothing is."""
    found, first = [], {}
    for sentence in sentences:
        known = first.setdefault(_bare(sentence.text), sentence)
        if known.intent != sentence.intent:
            found.append(
                f"{sentence.file}: {sentence.text!r} is {sentence.intent} here and {known.intent} in {known.file}"
            )
    counts = Counter((sentence.intent, sentence.language) for sentence in sentences)
    intents, languages = {sentence.intent for sentence in sentences}, {sentence.language for sentence in sentences}
    thin = [pair for pair in product(sorted(intents), sorted(languages)) if counts[pair] < _THIN]
    return found + [
        f"{intent} has only {counts[intent, language]} sentences in {language}" for intent, language in thin
    ]


def summary(sentences: list[Sentence]) -> str:
    languages = Counter(sentence.language for sentence in sentences)
    intents = Counter(sentence.intent for sentence in sentences)
    shares = ", ".join(f"{count} {language}" for language, count in sorted(languages.items()))
    biggest = ", ".join(f"{intent} {count}" for intent, count in intents.most_common(4))
    return f"{len(sentences)} sentences ({shares}) for {len(intents)} intents; most for {biggest}."


def _bare(text: str) -> str:
    """The text without case, marks and spaces, so that these do not hide a repetition; what has no letters stays as it is."""
    letters = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum() or sign == "/")
    return letters.replace("ي", "ی").replace("ك", "ک") or text
