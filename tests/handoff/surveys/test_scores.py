"""Shares come with their interval; vectors of the analysis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.surveys.scores import handling_index, score, wilson


@pytest.mark.parametrize(
    ("hits", "n", "share", "low", "high"),
    [(42, 60, "70.0", "57.5", "80.1"), (9, 10, "90.0", "59.6", "98.2")],
)
def test_the_interval_is_wilsons(hits, n, share, low, high):
    found = wilson(hits, n)
    assert [f"{value * 100:.1f}" for value in (found.share, found.low, found.high)] == [share, low, high]


@given(n=st.integers(1, 10_000), part=st.floats(0, 1))
def test_the_share_lies_in_its_interval_and_the_interval_between_none_and_all(n, part):
    found = wilson(round(n * part), n)
    assert 0 <= found.low <= found.share <= found.high <= 1


def test_nothing_of_nothing_is_no_share():
    with pytest.raises(ValueError, match="0 of 0"):
        wilson(0, 0)


def test_cannot_say_is_counted_but_not_in_the_denominator():
    found = score([5, 4, 3, None, None])
    assert (found.n, found.cannot_say, found.top_two.hits, found.mean) == (3, 2, 2, 4.0)
    assert score([None]).top_two is None


def test_the_index_is_the_mean_of_the_items_from_0_to_100():
    assert handling_index([score([5, 5]), score([1]), score([None])]) == 50.0
    assert handling_index([]) is None
