"""Reads lifecycle.yaml and refuses a table in which a complaint could get lost."""

from __future__ import annotations

from collections import Counter

from handoff.policy.lifecycle import ClosureReason, Kind, Lifecycle, Outcome, State, Transition
from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text
from handoff.policy.timers import read_timer

START = "draft"
CLOSED = "closed"
ERASED = "purged"


def read_lifecycle(node: Node) -> Lifecycle:
    found = node.fields("version states roles groups transitions timers closure_reasons outcomes acceptances")
    states = Lookup((code, _state(code, entry)) for code, entry in found["states"].entries())
    roles = Lookup((code, entry.text()) for code, entry in found["roles"].entries())
    groups = Lookup((code, entry.choices(states)) for code, entry in found["groups"].entries())
    moves = [_transition(entry, states, roles, groups) for entry in found["transitions"].items()]
    _unique(found["transitions"], [move.id for move in moves])
    timers = [read_timer(entry, tuple(states), tuple(move.id for move in moves)) for entry in found["timers"].items()]
    _unique(found["timers"], [timer.id for timer in timers])
    _unique(found["transitions"], [f"{source} + {move.trigger}" for move in moves for source in move.sources])
    lifecycle = Lifecycle(
        states=states,
        roles=roles,
        groups=groups,
        transitions=Lookup((move.id, move) for move in moves),
        timers=Lookup((timer.id, timer) for timer in timers),
        closure_reasons=Lookup((code, _reason(code, entry)) for code, entry in found["closure_reasons"].entries()),
        outcomes=Lookup((code, _outcome(code, entry)) for code, entry in found["outcomes"].entries()),
        acceptances=Lookup((code, entry.text()) for code, entry in found["acceptances"].entries()),
    )
    _nothing_gets_lost(found["states"], lifecycle)
    return lifecycle


def _state(code: str, node: Node) -> State:
    found = node.fields("kind en fa public")
    kind = Kind(found["kind"].choice(list(Kind)))
    return State(code, kind, node.text_of(found["en"], found["fa"]), found["public"].text())


def _transition(node: Node, states: Lookup[State], roles: Lookup[Text], groups: Lookup[tuple[str, ...]]) -> Transition:
    found = node.fields("id trigger en fa from to by need do")
    if isinstance(found["from"].value, str):
        sources = groups[found["from"].choice(list(groups))]
    else:
        sources = found["from"].choices(states)
    return Transition(
        id=found["id"].string(),
        trigger=found["trigger"].string(),
        label=node.text_of(found["en"], found["fa"]),
        sources=sources,
        target=found["to"].choice(list(states)),
        by=found["by"].choices(roles),
        need=found["need"].strings(),
        do=found["do"].strings(),
    )


def _reason(code: str, node: Node) -> ClosureReason:
    found = node.fields("en fa satisfied")
    return ClosureReason(code, node.text_of(found["en"], found["fa"]), found["satisfied"].flag())


def _outcome(code: str, node: Node) -> Outcome:
    found = node.fields("en fa public")
    return Outcome(code, node.text_of(found["en"], found["fa"]), found["public"].text())


def _unique(node: Node, names: list[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise node.broken(f"“{name}” stands here {times} times")


def _nothing_gets_lost(node: Node, lifecycle: Lifecycle) -> None:
    for needed in (START, CLOSED, ERASED):
        if needed not in lifecycle.states:
            raise node.broken(f"the state “{needed}” is missing")
    reached = lifecycle.reachable_from(START)
    for state in lifecycle.states.values():
        ahead = lifecycle.reachable_from(state.code)
        if state.code not in reached:
            raise node.broken(f"“{state.code}” cannot be reached from {START}")
        if state.kind is Kind.TERMINAL and lifecycle.transitions_from(state.code):
            raise node.broken(f"“{state.code}” is terminal but has a way out")
        if state.kind is not Kind.TERMINAL and ERASED not in ahead:
            raise node.broken(f"no way leads from “{state.code}” to {ERASED}")
        if state.is_unfinished and CLOSED not in ahead:
            raise node.broken(f"no way leads from “{state.code}” to {CLOSED}")
        if state.kind is not Kind.TERMINAL and not lifecycle.timers_in(state.code):
            raise node.broken(f"no timer watches “{state.code}”, so a case could be forgotten there")
