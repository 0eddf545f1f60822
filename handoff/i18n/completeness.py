"""What a catalogue still lacks. A test asks, so that no reader meets a text in the wrong language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from handoff.i18n import catalogue
from handoff.i18n.extracting import Text, texts_in

SOURCE = Path(__file__).parent.parent
_PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w*)\}")
_OURS_TO_SAY = re.compile(r"[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*")
_UNTIDY = {
    "an Arabic letter where Persian has its own": re.compile("[يىك]"),
    "an exclamation mark": re.compile("!"),
    "a question mark or comma of the other script": re.compile("[?,;]"),
    "a straight quotation mark": re.compile('"'),
    "two blanks": re.compile("  "),
    "a blank where «می» or «نمی» takes a half-space": re.compile(r"(?:^|\s)ن?می "),
    "a blank where «ها» takes a half-space": re.compile(r" های?(?:\s|$)"),
}


class Lack(NamedTuple):
    text: str
    where: str
    why: str


def missing(language: str, folder: Path = SOURCE) -> list[Lack]:
    """Every text under `folder` that a reader of `language` would not get right."""
    known = catalogue.texts(language)
    lacks: dict[str, Lack] = {}
    for found in texts_in(folder):
        forms = known.get(found.text)
        if not forms:
            lacks.setdefault(found.text, Lack(found.text, found.where, "no translation"))
        elif found.plural is not None and len(forms) < 2:
            lacks.setdefault(found.text, Lack(found.text, found.where, "no plural"))
        elif strange := {name for form in forms for name in _strange(found, form)}:
            lacks.setdefault(found.text, Lack(found.text, found.where, f"placeholders differ: {sorted(strange)}"))
    return list(lacks.values())


def untidy(language: str) -> list[Lack]:
    """Persian translations that break the habits of Persian typography."""
    return [
        Lack(form, f"{path.name}:{message.lineno}", why)
        for path in sorted((catalogue.FOLDER / language).glob("*.po"))
        for message in catalogue.read(path)
        if message.id
        for form in catalogue.forms_of(message)
        for why in _habits_broken(form)
    ]


def _strange(found: Text, form: str) -> set[str]:
    """Placeholders that only one side has. A singular may leave out the number: «یک روز»."""
    expected = _placeholders(found.text) | _placeholders(found.plural or "")
    counting = {"n", "num"} if found.plural is not None else set()
    return (expected ^ _placeholders(form)) - counting


def _placeholders(text: str) -> set[str]:
    return {old or new for old, new in _PLACEHOLDER.findall(text)}


def _habits_broken(form: str) -> Iterator[str]:
    bare = _PLACEHOLDER.sub("\ufffc", form)
    yield from (why for why, pattern in _UNTIDY.items() if pattern.search(bare))
    if any(token.isdigit() for token in _OURS_TO_SAY.findall(bare)):
        yield "Latin digits in a Persian sentence"
