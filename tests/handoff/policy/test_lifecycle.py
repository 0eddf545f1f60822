"""The life cycle: no dead end, nothing forgotten, nothing allowed that is not in the table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.policy import Duration, Policy, PolicyBroken, Priority, load_policy
from handoff.policy.lifecycle import Kind

POLICY = load_policy()
LIFECYCLE = POLICY.lifecycle


def test_the_first_road_of_a_complaint_can_be_walked() -> None:
    state = "draft"
    for trigger, expected in [
        ("submit", "registered"),
        ("assign", "in_assessment"),
        ("try_front_line", "early_resolution"),
        ("front_line_answer", "responded"),
        ("accepted_nothing_outstanding", "closed"),
    ]:
        move = LIFECYCLE.find(state, trigger)
        assert move is not None
        assert move.target == expected
        state = move.target


def test_the_longer_road_can_be_walked() -> None:
    roads = [("in_assessment", "open_investigation"), ("investigating", "propose_decision")]
    roads += [("decision_pending", "issue_decision"), ("responded", "rejected_ask_review")]
    roads += [("internal_review", "review_decision"), ("responded", "rejected_last_internal_stage")]
    assert all(LIFECYCLE.find(state, trigger) for state, trigger in roads)


@given(st.data())
def test_wherever_a_case_wanders_it_is_watched_and_can_come_to_an_end(data: st.DataObject) -> None:
    state = "draft"
    for _ in range(data.draw(st.integers(0, 40))):
        moves = LIFECYCLE.transitions_from(state)
        if not moves:
            break
        move = data.draw(st.sampled_from(moves))
        assert LIFECYCLE.find(state, move.trigger) is move
        state = move.target
    kind = LIFECYCLE.states[state].kind
    if kind is Kind.TERMINAL:
        assert LIFECYCLE.transitions_from(state) == ()
    else:
        assert LIFECYCLE.timers_in(state)
        assert "purged" in LIFECYCLE.reachable_from(state)


def test_edges_are_as_many_as_the_domain_report_counted() -> None:
    edges = {(source, move.target) for move in LIFECYCLE.transitions.values() for source in move.sources}
    assert len(edges) == 68


def test_a_rejection_never_leads_straight_to_closed() -> None:
    rejections = [move for move in LIFECYCLE.transitions.values() if "reject" in move.trigger]
    assert rejections
    assert all(move.target != "closed" for move in rejections)


def test_the_bot_can_register_and_nothing_else() -> None:
    assert [move.id for move in LIFECYCLE.transitions.values() if "bot" in move.by] == ["T01"]


def test_an_auditor_moves_nothing() -> None:
    assert not [move for move in LIFECYCLE.transitions.values() if "auditor" in move.by]


def test_only_one_closure_counts_as_satisfied() -> None:
    assert [code for code, reason in LIFECYCLE.closure_reasons.items() if reason.satisfied] == ["resolved_accepted"]


def test_moves_can_be_asked_for_a_role() -> None:
    assert [move.id for move in LIFECYCLE.transitions_from("responded", "system")] == ["T18", "T20", "T21", "T37"]
    assert LIFECYCLE.find("closed", "submit") is None
    assert LIFECYCLE.transitions_from("nowhere") == ()


def test_every_move_out_of_an_unfinished_case_by_time_alone_belongs_to_a_timer() -> None:
    by_timers = {transition for timer in LIFECYCLE.timers.values() for transition in timer.then}
    assert by_timers == {"T02", "T09", "T11", "T18", "T20", "T21", "T27", "T32", "T41", "T43"}
    assert all("system" in LIFECYCLE.transitions[transition].by for transition in by_timers)


@pytest.mark.parametrize(
    ("timer", "priority", "name", "expected"),
    [
        ("D01", None, "", "24h"),
        ("D02", Priority.P1, "", "1h"),
        ("D02", Priority.P4, "", "2wd"),
        ("D06", Priority.P3, "", "20wd"),
        ("D07", None, "", "10cd"),
        ("D11", None, "", "0h"),
        ("D18", None, "survey", "3cd"),
        ("D18", None, "archive", "12mo"),
        ("D19", None, "", "36mo"),
    ],
)
def test_a_timer_knows_its_limit(timer: str, priority: Priority | None, name: str, expected: str) -> None:
    assert LIFECYCLE.timers[timer].due_after(POLICY.preset, priority, name) == Duration.parse(expected)


def test_a_limit_the_preset_does_not_set_is_none_and_a_wrong_question_is_an_error(policy: Policy) -> None:
    assert LIFECYCLE.timers["D10"].due_after(policy.presets["ir_cbi_bank"]) is None
    with pytest.raises(KeyError):
        LIFECYCLE.timers["D02"].due_after(policy.preset)
    with pytest.raises(KeyError):
        LIFECYCLE.timers["D18"].due_after(policy.preset, name="party")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (
            "    by: [complainant, representative, bot, agent]\n",
            "    by: [complainant, robot]\n",
            "“robot” is not one of",
        ),
        ("    to: own_motion\n", "    to: own_emotion\n", "“own_emotion” is not one of"),
        ("  - id: T02\n", "  - id: T01\n", "stands here 2 times"),
        ("    trigger: open_investigation\n", "    trigger: try_front_line\n", "stands here 2 times"),
        ("    to: external_review\n", "    to: investigating\n", "“external_review” cannot be reached"),
        ("    from: [archived]\n    to: purged\n", "    from: [archived]\n    to: closed\n", "no way leads from"),
        ("  merged:\n    kind: terminal", "  merged:\n    kind: closed", "no way leads from “merged”"),
        (
            "  - id: D16\n    in_states: [own_motion]",
            "  - id: D16\n    in_states: [closed]",
            "no timer watches “own_motion”",
        ),
        ("due: preset.early_window", "due: preset.late_window", "a preset has no “late_window”"),
        ("base: closed_at", "base: birth", "“birth” is not one of"),
        ("    prompts: [P16]", "    prompts: [P99]", "speaks of P99"),
    ],
)
def test_a_table_in_which_a_case_could_get_lost_is_refused(
    changed: Callable[[str, str, str], Path], old: str, new: str, what: str
) -> None:
    with pytest.raises(PolicyBroken, match=what):
        load_policy(changed("lifecycle.yaml", old, new))
