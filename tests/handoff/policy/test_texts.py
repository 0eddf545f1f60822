"""Every text is there in both languages, and reads as somebody who writes well would have it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from handoff.policy import PACKAGED
from handoff.policy.plain_yaml import parse

ZWNJ = "\N{ZERO WIDTH NON-JOINER}"
# What may stand in Latin letters and digits inside Persian: codes, addresses, names in brackets.
CODES = re.compile(r"\b[A-Z][0-9]{2}(\.[0-9])?\b|\([A-Za-z ]+\)|\S+@\S+")


def pairs(value: Any, path: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, dict):
        if "en" in value or "fa" in value:
            yield path, value.get("en", ""), value.get("fa", "")
        for key, inner in value.items():
            yield from pairs(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from pairs(inner, f"{path}[{place}]")


TEXTS = [
    pair
    for file in sorted(PACKAGED.glob("*.yaml"))
    for pair in pairs(parse(file.name, file.read_text("utf-8")), file.name)
]
HOLIDAYS = list(parse("calendars.yaml", (PACKAGED / "calendars.yaml").read_text("utf-8"))["holiday_names"].values())


def prose(text: str) -> str:
    """The text with an ordinary letter for whatever a sender fills in, and for codes."""
    return CODES.sub("ب", re.sub(r"\{[a-z_0-9]+\}", "ب", text))


PERSIAN = [(path, fa) for path, _, fa in TEXTS] + [("holiday_names", name) for name in HOLIDAYS]
ENGLISH = [(path, en) for path, en, _ in TEXTS]

PERSIAN_FAULTS = {
    "Arabic letters instead of Persian ones": r"[يكىة\u0625\u0649]",
    "Latin or Arabic digits": r"[0-9\u0660-\u0669]",
    "Latin punctuation": r"[,;?\"'%]|--",
    "an exclamation mark": r"!",
    "a space where a half-space belongs (می)": r"(?<!\w)ن?می\s",
    "a space where a half-space belongs (ها)": r"\s(ها|های|هایی|هایش|هایم)(?!\w)",
    "a space where a half-space belongs (تر)": r"\s(تر|ترین)(?!\w)",
    "a half-space at the edge of a word": rf"{ZWNJ}(?!\w)|(?<!\w){ZWNJ}|{ZWNJ}{ZWNJ}",
    "two spaces": r"  ",
    "a space before a mark": r"\s[.،؛:؟»]",
    "no space after a mark": r"[،؛؟](?=\w)",
    "a stretched letter": r"\u0640",
    "the possessive written in two ways": rf"ه{ZWNJ}?ی\s(?=شکایت|سفارش|پرونده)",
}
ENGLISH_FAULTS = {
    "an exclamation mark": r"!",
    "Persian letters": r"[\u0600-\u0627\u0629-\u06FF]",
    "two spaces": r"  ",
    "typewriter quotes": r"\"",
    "a claim nobody may make": r"(?i)\b(certified|compliant|guarantee that)\b",
}


def test_there_is_something_to_check() -> None:
    assert len(TEXTS) > 500


def test_every_text_has_both_languages() -> None:
    assert [path for path, en, fa in TEXTS if not (en and fa)] == []


@pytest.mark.parametrize("fault", PERSIAN_FAULTS)
def test_persian_is_written_with_care(fault: str) -> None:
    pattern = re.compile(PERSIAN_FAULTS[fault])
    assert [f"{path}: {text}" for path, text in PERSIAN if pattern.search(prose(text))] == []


@pytest.mark.parametrize("fault", ENGLISH_FAULTS)
def test_english_is_written_with_care(fault: str) -> None:
    pattern = re.compile(ENGLISH_FAULTS[fault])
    assert [f"{path}: {text}" for path, text in ENGLISH if pattern.search(prose(text))] == []


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        ("Arabic letters instead of Persian ones", "شكايت"),
        ("Latin or Arabic digits", "تا 10 روز"),
        ("a space where a half-space belongs (می)", "ما می نویسیم"),
        ("a space where a half-space belongs (ها)", "شکایت های شما"),
        ("Latin punctuation", "سلام, خوبید"),
    ],
)
def test_a_fault_would_be_found(fault: str, text: str) -> None:
    assert re.search(PERSIAN_FAULTS[fault], prose(text))


def test_codes_and_placeholders_are_no_faults() -> None:
    assert not re.search(PERSIAN_FAULTS["Latin or Arabic digits"], prose("برای C10.1 تا {stage2_final}"))


def test_the_complainant_is_addressed_politely() -> None:
    familiar = re.compile(rf"(?<!\w)(تو|برات|بهت|می{ZWNJ}خوای|شکایتت|پرونده{ZWNJ}ات)(?!\w)")
    assert [f"{path}: {text}" for path, text in PERSIAN if familiar.search(text)] == []


def test_sentences_of_both_languages_end_alike() -> None:
    ends = {".": ".", "?": "؟", ":": ":", "…": "…"}
    different = [
        f"{path}: {en} | {fa}"
        for path, en, fa in TEXTS
        if (en[-1] in ends or fa[-1] in ends.values()) and ends.get(en[-1]) != fa[-1]
    ]
    assert different == []
