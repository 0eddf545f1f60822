from __future__ import annotations

import pytest

from tests.load.figures import Goal, Part, Times, milliseconds, table


def test_95_in_100_are_not_slower_than_the_p95() -> None:
    times = Times.of(number / 1000 for number in range(100, 0, -1))
    assert times.p95 == 0.095
    assert times.median == 0.0505
    assert (times.longest, times.count) == (0.1, 100)
    assert Times.of([0.2]).p95 == 0.2


def test_no_figure_is_made_of_nothing() -> None:
    with pytest.raises(ValueError, match="nothing was measured"):
        Times.of([])


def test_a_goal_says_whether_it_is_met() -> None:
    assert "the goal is at most 150 MB: met" in str(Goal("service", 141.5, 150, "MB"))
    assert "the goal is at most 0.6: MISSED" in str(Goal("ratio", 0.79, 0.6))


def test_a_table_is_markdown_with_its_figures_set_to_the_right() -> None:
    assert table(("turn", "ms"), [("story", "59.0"), ("yes", "137")]) == [
        "| turn  |   ms |",
        "| ----- | ---: |",
        "| story | 59.0 |",
        "| yes   |  137 |",
    ]


def test_milliseconds_have_three_figures() -> None:
    assert [milliseconds(seconds) for seconds in (0.00512, 0.0996, 0.1372)] == ["5.1", "99.6", "137"]


def test_a_part_shows_its_goals_and_notes_below_its_table() -> None:
    part = Part(
        "Memory", ("what", "MB"), [("service", "113")], goals=[Goal("service", 113, 150, "MB")], notes=["Idle."]
    )
    lines = part.lines()
    assert lines[0] == "## Memory"
    assert (
        lines.index("| service | 113 |")
        < lines.index("- service: 113 MB, the goal is at most 150 MB: met")
        < lines.index("Idle.")
    )
