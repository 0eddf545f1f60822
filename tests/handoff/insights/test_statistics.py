"""The arithmetic behind the figures, against numbers worked out elsewhere."""

from __future__ import annotations

from statistics import NormalDist

import pytest

from handoff.insights.statistics.comparing import discoveries, funnel, pareto, weighted_share
from handoff.insights.statistics.control import at_least, at_most, chart, laney, poisson_upper
from handoff.insights.statistics.survival import survival
from handoff.surveys.scores import wilson

MONTHS = [18, 22, 19, 25, 17, 21, 24, 20, 23, 19, 38, 41]
THOUSANDS = [9.8, 10.4, 10.1, 11.0, 9.5, 10.2, 10.9, 10.0, 10.7, 9.9, 10.3, 10.6]


def test_a_u_chart_finds_the_two_months_that_differ_and_no_other():
    made = chart(MONTHS, exposures=THOUSANDS, baseline=10)
    assert made.centre == pytest.approx(2.0293, abs=5e-5)
    assert [point.label for point in made.points if point.rules] == ["11", "12"]
    eleven, twelve = made.points[10:]
    assert (eleven.value, eleven.high, eleven.z) == pytest.approx((3.689, 3.361, 3.74), abs=5e-3)
    assert (twelve.value, twelve.high, twelve.z) == pytest.approx((3.868, 3.342, 4.20), abs=5e-3)


def test_laney_never_narrows_the_limits():
    assert laney(MONTHS[:10], THOUSANDS[:10], 208 / 102.5) == pytest.approx(0.53, abs=5e-3)
    assert chart(MONTHS, exposures=THOUSANDS, baseline=10).spread == 1.0


def test_laney_widens_the_limits_where_large_numbers_scatter_more_than_chance():
    counts = [1000, 1400, 900, 1500, 950, 1450, 1010, 1390, 930, 1520, 1600]
    wide = chart(counts, exposures=[10.0] * 11, baseline=10)
    assert wide.spread > 1.2
    assert wide.points[-1].rules == (), "what scatters so much anyway is no signal"


def test_a_c_chart_of_the_same_baseline():
    made = chart(MONTHS, baseline=10)
    assert made.centre == pytest.approx(20.8)
    assert (made.points[0].low, made.points[0].high) == pytest.approx((7.12, 34.48), abs=5e-3)


def test_for_rare_events_the_exact_limit_holds_and_not_three_standard_deviations():
    assert poisson_upper(2) == 8, "three standard deviations (6.24) would call 7 a signal"
    made = chart([2, 1, 3, 2, 2, 1, 3, 2, 2, 2, 7, 8], baseline=10)
    assert made.exact
    assert [point.label for point in made.points if 1 in point.rules] == ["12"]
    assert at_least(8, 2) == pytest.approx(0.0011, abs=1e-4)
    assert at_most(0, 2) == pytest.approx(0.1353, abs=1e-4)


def test_eight_in_a_row_on_one_side_are_a_signal_and_seven_are_not():
    usual = [20, 22, 19, 21, 18, 20, 22, 19, 21, 18]
    assert chart([*usual, *[24] * 7], baseline=10).points[-1].rules == ()
    assert chart([*usual, *[24] * 8], baseline=10).points[-1].rules == (4,)
    assert chart([*usual, *[16] * 8], baseline=10).points[-1].rules == (4,), "a fall is a signal too"


def test_the_other_rules_are_off_unless_asked_for():
    counts = [20, 22, 19, 21, 18, 20, 22, 19, 21, 18, 30, 20, 30]
    assert chart(counts, baseline=10).points[-1].rules == ()
    assert chart(counts, baseline=10, rules=(1, 2, 3, 4)).points[-1].rules == (2,)


@pytest.mark.parametrize(("baseline", "firm"), [(9, None), (10, False), (19, False), (20, True)])
def test_a_short_baseline_says_so(baseline, firm):
    assert chart([20] * 21, baseline=baseline).firm is firm


@pytest.mark.parametrize("wrong", [{"baseline": 0}, {"baseline": 3}, {"baseline": 2, "exposures": [1.0, 0.0]}])
def test_a_chart_without_baseline_or_exposure_is_refused(wrong):
    with pytest.raises(ValueError, match="baseline"):
        chart([1, 2], **wrong)


def test_time_to_close_counts_those_that_are_open_for_as_long_as_they_were():
    days = [(2, True), (3, True), (3, True), (5, True), (6, False), (8, True), (8, True), (10, False), (12, True)]
    followed = survival([*days, (15, False)])
    assert [followed.open_after(day) for day in (2, 3, 5, 8, 12)] == pytest.approx([0.9, 0.7, 0.6, 0.36, 0.18])
    assert followed.median == 8
    closed = [day for day, ended in days if ended]
    assert sum(closed) / len(closed) == pytest.approx(5.857, abs=1e-3), "the mean of the closed ones flatters"
    assert followed.quantile(0.9) is None, "nine of ten have not been reached"
    assert (followed.n, followed.ended) == (10, 7)


def test_nobody_followed_is_no_error():
    followed = survival([])
    assert (followed.n, followed.median, followed.open_after(5)) == (0, None, 1.0)


@pytest.mark.parametrize(("hits", "n", "expected"), [(42, 60, (0.700, 0.575, 0.801)), (9, 10, (0.900, 0.596, 0.982))])
def test_wilsons_range(hits, n, expected):
    share = wilson(hits, n)
    assert (share.share, share.low, share.high) == pytest.approx(expected, abs=5e-4)


def test_pareto_marks_the_smallest_set_that_reaches_four_fifths():
    bars = pareto({"a": 50, "b": 30, "c": 15, "d": 5, "e": 0})
    assert [(bar.code, bar.vital) for bar in bars] == [("a", True), ("b", True), ("c", False), ("d", False)]
    assert [bar.so_far for bar in bars] == pytest.approx([0.5, 0.8, 0.95, 1.0])
    assert pareto({}) == []


def test_of_many_series_only_what_is_left_after_chance_is_remarkable():
    chances = {"a": 0.001, "b": 0.012, "c": 0.04, "d": 0.2, "e": 0.9}
    assert discoveries(chances, 0.10) == {"a", "b", "c"}
    assert discoveries({"a": 0.09, "b": 0.5}, 0.10) == frozenset()
    assert discoveries({}, 0.10) == frozenset()


def test_a_funnel_is_wide_where_there_are_few():
    places = funnel({"few": (4, 40), "many": (60, 400), "usual": (500, 1000), "tiny": (0, 5)}, least=30)
    assert [place.code for place in places] == ["few", "many", "usual"], "by code, and the tiny one is not shown"
    few, many, usual = places
    assert few.high - few.low > many.high - many.low > usual.high - usual.low
    assert many.outside


def test_weights_put_right_that_the_content_answer_more_often():
    # Upheld: 80 closed, 40 answered, 36 content. Not upheld: 120 closed, 10 answered, 2 content.
    share, low, high = weighted_share([(36, 40, 80), (2, 10, 120)])
    assert share == pytest.approx(0.9 * 0.4 + 0.2 * 0.6)
    assert low < share < high
    assert share < (36 + 2) / 50, "unweighted it looks better than it is"
    assert weighted_share([(36, 40, 80), (0, 0, 120)]) is None, "nobody of them answered: it is not made up"


def test_the_point_of_the_normal_distribution_is_right():
    assert NormalDist().inv_cdf(0.999) == pytest.approx(3.090232306167813)
