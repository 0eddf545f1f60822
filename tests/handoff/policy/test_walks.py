"""Ten thousand random lives of a complaint, in memory: nothing illegal, nobody forgotten, no dead end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from struct import iter_unpack

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.policy import Priority
from handoff.policy.lifecycle import Kind, Transition
from tests.handoff.policy.walking import ASKS, EDGES, LIFECYCLE, PEOPLE, THEIRS, Walker

WALKS, STEPS = 10_000, 30
BEGIN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)  # three weeks before the Persian new year
TABLE = {(source, step.target) for step in LIFECYCLE.transitions.values() for source in step.sources}
HAND = {(source, target) for source, targets in EDGES.items() for target in targets.split()}
STEPS_OF_ALL, ROLES = list(LIFECYCLE.transitions.values()), list(LIFECYCLE.roles)
EVERYTHING = frozenset(need for step in STEPS_OF_ALL for need in step.need)
FROM_ANYWHERE = ("T36", "T37")  # they would end most walks early: fewer attempts are at them
OURS = frozenset(ROLES) - THEIRS - {"external_body"}


def test_the_table_has_the_edges_that_were_written_down_by_hand() -> None:
    back = {
        (LIFECYCLE.transitions[asks].target, source) for asks in ASKS for source in LIFECYCLE.transitions[asks].sources
    }
    assert TABLE | back == HAND


def test_ten_thousand_walks_break_no_rule_and_end_in_no_dead_end() -> None:
    walked: set[tuple[str, str]] = set()
    refused: set[str] = set()
    ends: dict[tuple[object, ...], bool] = {}

    # The same walks every time: that all edges are walked is asked of them, and chance must not decide it.
    @settings(
        max_examples=WALKS, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.binary(min_size=8 * STEPS // 3, max_size=8 * STEPS), st.sampled_from(list(Priority)))
    def walk(chances: bytes, priority: Priority) -> None:
        case = Walker(BEGIN)
        for (draw,) in iter_unpack("<Q", chances[: len(chances) // 8 * 8]):
            case.now += timedelta(hours=1 + draw % 400)
            before = case.copy()
            tried = _live(case, draw // 400)
            if tried is not None and before.state == case.state and before.road == case.road:
                assert case == before, "what is refused changes nothing"
                refused.add(tried[0].id)
            elif tried is not None:
                walked.add((before.state, case.state))
                _was_allowed(before, case, *tried)
            _is_in_sight(case, priority)
        if (key := _key(case)) not in ends:
            ends[key] = _can_end(case)
        assert ends[key], case.road

    walk()
    assert walked == HAND, HAND - walked
    assert refused == set(LIFECYCLE.transitions), "each step was also refused somewhere"


def _live(case: Walker, draw: int) -> tuple[Transition, str] | None:
    """One thing that happens, by a number: a step that is tried, with its role, or something else (None)."""
    draw, kind = divmod(draw, 8)
    draw, who = divmod(draw, len(PEOPLE))
    draw, promised = divmod(draw, 2)
    if kind == 0:
        case.danger = not case.danger
        return None
    elif kind <= 2 and case.state == "responded":
        case.said = "accepted" if kind == 1 else "rejected"
        return None
    possible = [step for step in LIFECYCLE.transitions_from(case.state) if kind == 6 or step.id not in FROM_ANYWHERE]
    if kind == 7:
        possible = STEPS_OF_ALL
    elif not possible:
        return None
    draw, which = divmod(draw, len(possible))
    step = possible[which]
    roles = step.by if kind < 7 else ROLES
    draw, role = divmod(draw, len(roles))
    lacking = step.need[draw % 6 : draw % 6 + 1] if kind == 6 else ()  # one thing is missing
    held = EVERYTHING.difference(lacking)
    case.takes(step, roles[role], held, who=PEOPLE[who], promised=promised)
    return step, roles[role]


def _was_allowed(before: Walker, case: Walker, step: Transition, role: str) -> None:
    assert (before.state, case.state) in HAND, case.road
    assert role in step.by
    if role == "bot":
        assert case.state == "registered", "the assistant registers and does nothing else"
    assert role != "auditor", "an auditor changes nothing"
    if case.state != "closed":
        return
    if case.closed_because == "resolved_accepted":
        assert before.said == "accepted"
    elif case.closed_because == "withdrawn":
        assert role in THEIRS
        assert not before.danger, "danger is looked into, whoever withdraws"
    elif case.closed_because != "out_of_scope":
        assert before.owed == 0, "nothing that is owed is closed away"
    if before.said == "rejected":
        assert before.state != "responded" or case.closed_because == "withdrawn", "a no never closes the case"


def _is_in_sight(case: Walker, priority: Priority) -> None:
    """Every open case has somebody who answers for it and a date on which it is due; and its end is one of the life cycle."""
    state = LIFECYCLE.states[case.state]
    if state.is_unfinished:
        assert case.closed_because is None
        assert case.owner in PEOPLE, case.road
    if state.kind is not Kind.TERMINAL:
        begun = case.received_at or BEGIN
        assert [at for at in case.due(priority) if at >= begun], f"nothing is due in {case.state}"
    assert case.stage <= 2


def _can_end(case: Walker) -> bool:
    """Whether we can bring it to a proper end by our own steps, even if the complainant never says another word."""
    seen, frontier = set(), [case]
    while frontier:
        now = frontier.pop()
        if not LIFECYCLE.states[now.state].is_unfinished and now.state != "draft":
            return True
        for after in _our_next(now):
            key = _key(after)
            if key not in seen:
                seen.add(key)
                frontier.append(after)
    return False


def _our_next(case: Walker) -> Iterator[Walker]:
    for step in LIFECYCLE.transitions_from(case.state):
        for role in OURS.intersection(step.by):
            for who in PEOPLE:
                after = case.copy()
                if after.takes(step, role, EVERYTHING, who=who):
                    yield after
                    break
    settled = case.copy()  # what was promised is carried out, and the safety officer says that the danger is over
    settled.owed, settled.danger = 0, False
    yield settled


def _key(case: Walker) -> tuple[object, ...]:
    return case.state, case.stage, case.owed > 0, case.said, case.danger, case.return_state, frozenset(case.people)
