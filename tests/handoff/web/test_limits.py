"""How often something may be asked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from handoff.errors import TooMany
from handoff.web.limits import Limits, Rate


@pytest.fixture
def limits(clock) -> Limits:
    return Limits(clock, {"knock": Rate(burst=3, per_minute=6)})


def test_a_burst_is_allowed_and_then_the_asker_waits(limits):
    for _ in range(3):
        limits.take("knock", "sara")
    with pytest.raises(TooMany) as refused:
        limits.take("knock", "sara")
    assert refused.value.retry_after == 10


def test_one_asker_does_not_pay_for_another(limits):
    for _ in range(3):
        limits.take("knock", "sara")
    limits.take("knock", "omid")


def test_time_fills_the_bucket_but_never_above_its_burst(limits, clock):
    for _ in range(3):
        limits.take("knock", "sara")
    clock.advance(timedelta(seconds=10))
    limits.take("knock", "sara")
    clock.advance(timedelta(days=1))
    for _ in range(3):
        limits.take("knock", "sara")
    with pytest.raises(TooMany):
        limits.take("knock", "sara")


def test_a_refused_attempt_costs_nothing(limits, clock):
    for _ in range(3):
        limits.take("knock", "sara")
    for _ in range(50):
        with pytest.raises(TooMany):
            limits.take("knock", "sara")
    clock.advance(timedelta(seconds=10))
    limits.take("knock", "sara")
