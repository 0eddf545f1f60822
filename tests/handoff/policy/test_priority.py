"""Priority: exactly the table, then the overrides in their order, and nothing else."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.policy import Policy, Priority, priority, ranking

TABLE = {  # severity: impact,urgency = 1,1  1,2  1,3  2,1  2,2  2,3  3,1  3,2  3,3
    4: "P1 P1 P1 P1 P1 P1 P1 P1 P1",
    3: "P3 P3 P2 P3 P2 P1 P2 P1 P1",
    2: "P4 P3 P3 P3 P3 P2 P3 P2 P2",
    1: "P4 P4 P4 P4 P4 P3 P4 P3 P3",
}

scales = st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(1, 3))
flags = st.fixed_dictionaries(
    {name: st.booleans() for name in ("safety", "vulnerable", "outside_interest", "reopened")}
)


def cells():
    return product(range(1, 5), range(1, 4), range(1, 4))


def test_at_7_5_all_36_cells_are_as_published(policy: Policy) -> None:
    """AT-7.5: every combination gives the priority of the table."""
    for severity, row in TABLE.items():
        columns = product(range(1, 4), range(1, 4))
        for (impact, urgency), expected in zip(columns, row.split(), strict=True):
            assert priority(severity, impact, urgency) == expected, (severity, impact, urgency)
            assert priority(severity, impact, urgency, rules=policy.judgement.rules) == expected
    assert Counter(priority(*cell) for cell in cells()) == {"P1": 12, "P2": 6, "P3": 11, "P4": 7}


@given(scales, flags)
def test_raising_any_input_never_lowers_the_priority(cell: tuple[int, int, int], given_flags: dict[str, bool]) -> None:
    now = priority(*cell, **given_flags)
    for place, top in enumerate((4, 3, 3)):
        raised = list(cell)
        raised[place] = min(top, raised[place] + 1)
        assert priority(*raised, **given_flags) <= now
    for name in given_flags:
        assert priority(*cell, **{**given_flags, name: True}) <= now


@given(scales, flags)
def test_every_override_that_counted_is_on_record(cell: tuple[int, int, int], given_flags: dict[str, bool]) -> None:
    found = ranking(*cell, **given_flags)
    assert found.from_table == priority(*cell)
    assert all(given_flags[name] for name in found.overrides)
    assert bool(found.overrides) == (found.priority != found.from_table)


@pytest.mark.parametrize(
    ("given_flags", "expected", "overrides"),
    [
        ({}, "P4", ()),
        ({"safety": True}, "P1", ("safety",)),
        ({"vulnerable": True}, "P3", ("vulnerable",)),
        ({"outside_interest": True}, "P2", ("outside_interest",)),
        ({"reopened": True}, "P3", ("reopened",)),
        ({"vulnerable": True, "reopened": True}, "P2", ("vulnerable", "reopened")),
        ({"vulnerable": True, "outside_interest": True}, "P2", ("vulnerable", "outside_interest")),
        ({"outside_interest": True, "reopened": True}, "P1", ("outside_interest", "reopened")),
        ({"safety": True, "vulnerable": True, "reopened": True}, "P1", ("safety",)),
    ],
)
def test_overrides_of_a_small_matter(given_flags: dict[str, bool], expected: str, overrides: tuple[str, ...]) -> None:
    found = ranking(1, 1, 1, **given_flags)
    assert (found.priority, found.overrides, found.score) == (expected, overrides, 7)


@pytest.mark.parametrize("cell", [(0, 1, 1), (5, 1, 1), (1, 4, 1), (1, 1, 0)])
def test_a_judgement_outside_the_scales_is_refused(cell: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="outside the scales"):
        priority(*cell)


def test_severity_is_raised_one_step_and_never_beyond_critical(policy: Policy) -> None:
    judgement = policy.judgement
    assert judgement.raised_severity(2) == 2
    assert judgement.raised_severity(2, vulnerable=True, third_repeat=True) == 3
    assert judgement.raised_severity(4, retaliation=True) == 4


def test_the_floor_is_that_of_the_most_serious_topic(policy: Policy) -> None:
    assert policy.taxonomy.severity_floor([]) == 1
    assert policy.taxonomy.severity_floor(["C02.2"]) == 1
    assert policy.taxonomy.severity_floor(["C02.2", "C09.4", "C10.1"]) == 4
    with pytest.raises(KeyError):
        policy.taxonomy.severity_floor(["C77.1"])


def test_priorities_sort_from_the_most_pressing() -> None:
    assert sorted(["P3", "P1", "P4", "P2"]) == [str(step) for step in Priority]
    assert Priority.P1.raised() is Priority.P1
