"""What the packaged policy holds, so that nothing gets lost in an edit."""

from __future__ import annotations

import pytest

from handoff.policy import Policy


@pytest.mark.parametrize(
    ("what", "count"),
    [
        (lambda p: p.lifecycle.states, 19),
        (lambda p: p.lifecycle.transitions, 43),
        (lambda p: p.lifecycle.timers, 19),
        (lambda p: p.lifecycle.roles, 15),
        (lambda p: p.lifecycle.closure_reasons, 8),
        (lambda p: p.lifecycle.outcomes, 4),
        (lambda p: p.presets, 21),
        (lambda p: p.taxonomy.categories, 13),
        (lambda p: p.taxonomy.topics, 82),
        (lambda p: p.taxonomy.form_problems, 35),
        (lambda p: p.remedies.catalogue, 25),
        (lambda p: p.causes, 19),
        (lambda p: p.prompts.rules, 31),
        (lambda p: p.survey.fixed, 3),
        (lambda p: p.survey.rotating, 4),
        (lambda p: p.calendars, 3),
        (lambda p: p.canned_replies, 13),
    ],
)
def test_the_packaged_policy_is_complete(policy: Policy, what, count: int) -> None:
    assert len(what(policy)) == count


def test_codes_run_without_a_gap(policy: Policy) -> None:
    assert list(policy.lifecycle.transitions) == [f"T{number:02}" for number in range(1, 44)]
    assert list(policy.lifecycle.timers) == [f"D{number:02}" for number in range(1, 20)]
    assert list(policy.prompts.rules) == [f"P{number:02}" for number in range(1, 32)]
    assert list(policy.remedies.catalogue) == [*(f"R{number:02}" for number in range(1, 25)), "R99"]
    assert list(policy.causes) == [*(f"K{number:02}" for number in range(1, 19)), "K99"]
    assert [problem.box for problem in policy.taxonomy.form_problems] == list(range(1, 36))


def test_every_file_carries_a_version(policy: Policy) -> None:
    assert set(policy.versions) >= {"lifecycle", "presets", "calendars", "taxonomy", "prompts", "organisation"}
    assert all(version >= 1 for version in policy.versions.values())
