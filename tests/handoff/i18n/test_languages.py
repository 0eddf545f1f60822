"""Which language a reader gets."""

from __future__ import annotations

import pytest

from handoff.i18n import LANGUAGES, direction, known, negotiate


def test_there_are_english_and_persian():
    assert set(LANGUAGES) == {"en", "fa"}
    assert LANGUAGES["fa"] == "فارسی"


def test_persian_runs_from_right_to_left():
    assert direction("fa") == "rtl"
    assert direction("en") == "ltr"


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("fa", "fa"),
        ("fa-IR", "fa"),
        ("FA_ir", "fa"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_region_does_not_matter_and_an_unknown_language_is_english(asked, language):
    assert known(asked) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("fa-IR,fa;q=0.9,en;q=0.8", "fa"),
        ("en-US,en;q=0.9,fa;q=0.8", "en"),
        ("en;q=0.5, fa;q=0.7", "fa"),
        ("de-DE, fr;q=0.9, fa;q=0.1", "fa"),
        ("fa;q=0, en;q=0", "en"),
        ("de", "en"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
        ("fa;q=much", "en"),
        (";;;,,q=1", "en"),
        ("fa;level=1", "fa"),
    ],
)
def test_the_browser_is_given_the_language_it_likes_best(header, language):
    assert negotiate(header) == language


def test_the_house_may_prefer_persian():
    assert negotiate("de", default="fa") == "fa"
    assert negotiate("en", default="fa") == "en"
