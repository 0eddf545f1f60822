"""What opens a case is called the tracking code, «کد پیگیری», wherever somebody reads of it."""

from __future__ import annotations

import re

from actions.saying import texts
from handoff.i18n import catalogue
from handoff.i18n.completeness import SOURCE
from handoff.i18n.extracting import texts_in

SIGNING_IN = {"topic_C08.2"}  # there it is a password
OTHER_WORD = re.compile(r"\bsecrets?\b|number and (?:its |a |your )?code\b", re.IGNORECASE)


def test_no_page_letter_or_error_says_secret() -> None:
    found = {text.text for text in texts_in(SOURCE) if OTHER_WORD.search(_without_names(text.text))}
    assert not found
    assert not {
        form for text in texts_in(SOURCE) for form in _persian(text.text) if "رمز" in form and "عبور" not in form
    }


def test_the_assistant_says_it_in_the_same_words() -> None:
    assert not {key for key, text in texts("en").items() if OTHER_WORD.search(_without_names(text))}
    assert not {key for key, text in texts("fa").items() if "رمز" in text and key not in SIGNING_IN}
    assert "کد پیگیری" in texts("fa")["ask_secret"]
    assert "tracking code" in texts("en")["ask_secret"]


def _without_names(text: str) -> str:
    """The text as it is read: what stands in braces is filled in."""
    return re.sub(r"\{\w*\}", "", text)


def _persian(text: str) -> tuple[str, ...]:
    return tuple(catalogue.texts("fa").get(text) or ())
