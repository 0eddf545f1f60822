"""The grammar of durations and their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.policy import Duration, Unit


@given(st.integers(0, 9999), st.sampled_from(list(Unit)))
def test_what_is_written_is_what_is_read(amount: int, unit: Unit) -> None:
    duration = Duration(amount, unit)
    assert Duration.parse(str(duration)) == duration


@pytest.mark.parametrize("text", ["", "10", "wd", "10 wd", "-1wd", "1.5h", "10d", "10WD", "۱۰wd", "10wd ", "99999cd"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        Duration.parse(text)


@pytest.mark.parametrize(
    ("text", "english", "persian"),
    [
        ("10wd", "10 working days", "۱۰ روز کاری"),
        ("1wd", "one working day", "یک روز کاری"),
        ("24h", "24 hours", "۲۴ ساعت"),
        ("4wh", "4 working hours", "۴ ساعت کاری"),
        ("14cd", "14 days", "۱۴ روز"),
        ("8wk", "8 weeks", "۸ هفته"),
        ("6mo", "6 months", "۶ ماه"),
        ("1yr", "one year", "یک سال"),
        ("30min", "30 minutes", "۳۰ دقیقه"),
        ("0h", "at once", "بی‌درنگ"),
        ("0wd", "the same day", "همان روز"),
    ],
)
def test_a_duration_reads_like_a_sentence_part(text: str, english: str, persian: str) -> None:
    assert Duration.parse(text).in_words("en") == english
    assert Duration.parse(text).in_words("fa") == persian
