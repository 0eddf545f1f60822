"""Whether it helped is worked out exactly."""

from __future__ import annotations

import pytest

from handoff.improvement.effect import compare, judge

RULE = {"target_rate": 1.5, "least_exposure": 10.0, "significant_below": 0.05}


def test_from_79_to_24_is_shown_to_be_an_effect():
    effect = compare(79, 20.9, 24, 20.4)
    assert (effect.before, effect.after) == pytest.approx((3.78, 1.18), abs=5e-3)
    assert effect.ratio == pytest.approx(0.31, abs=5e-3)
    assert effect.p == pytest.approx(5e-8, rel=0.5)
    assert judge(effect, exposure=20.4, **RULE) == "effective"


def test_none_seen_proves_little_and_what_may_be_hidden_is_shown():
    effect = compare(2, 600, 0, 600)
    assert effect.highest == pytest.approx(3 / 600, rel=0.01)
    assert judge(effect, exposure=600, target_rate=0.001, least_exposure=300, significant_below=0.05) == "cannot_tell"


@pytest.mark.parametrize(
    ("after", "exposure", "result"),
    [
        (24, 20.4, "effective"),
        (40, 20.4, "partly"),  # clearly fewer, and not as few as promised
        (79, 20.4, "not_effective"),
        (1, 3.0, "cannot_tell"),  # too little was seen
    ],
)
def test_the_result_follows_from_the_rule(after, exposure, result):
    assert judge(compare(79, 20.9, after, exposure), exposure=exposure, **RULE) == result


def test_the_chance_is_the_sum_of_the_binomial():
    # Two of ten fall into a half: (1 + 10 + 45) / 1024.
    assert compare(8, 1, 2, 1).p == pytest.approx(56 / 1024)
    assert compare(0, 1, 5, 1).p == 1.0
    assert compare(0, 1, 5, 1).ratio is None


@pytest.mark.parametrize("wrong", [(1, 0, 1, 1), (1, 1, 1, -1), (-1, 1, 1, 1)])
def test_impossible_numbers_are_refused(wrong):
    with pytest.raises(ValueError, match="exposure"):
        compare(*wrong)
