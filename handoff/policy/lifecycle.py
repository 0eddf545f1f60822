"""The life cycle as data: which states a complaint can be in, who may move it where, and what the timers do.

Nothing here changes a case. ``handoff.cases`` asks this table what is allowed and walks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from handoff.policy.lookup import Lookup
from handoff.policy.texts import Text
from handoff.policy.timers import Timer


class Kind(StrEnum):
    """Whose turn it is: ours (open), somebody else's (waiting), nobody's (pre, closed, terminal)."""

    PRE = "pre"
    OPEN = "open"
    WAITING = "waiting"
    CLOSED = "closed"
    TERMINAL = "terminal"


@dataclass(frozen=True)
class State:
    """``label`` is what staff read, ``public`` what the complainant reads."""

    code: str
    kind: Kind
    label: Text
    public: Text

    @property
    def is_unfinished(self) -> bool:
        return self.kind in (Kind.OPEN, Kind.WAITING)


@dataclass(frozen=True)
class Transition:
    """One allowed move. ``need`` names the guards that must hold, ``do`` the effects that come with it."""

    id: str
    trigger: str
    label: Text
    sources: tuple[str, ...]
    target: str
    by: tuple[str, ...]
    need: tuple[str, ...]
    do: tuple[str, ...]

    def leads_to(self, return_state: str | None) -> str:
        """Where a case comes to that keeps ``return_state`` as the place to go back to after a question."""
        if "go_to_return_state" in self.do and return_state:
            return return_state
        else:
            return self.target


@dataclass(frozen=True)
class ClosureReason:
    code: str
    label: Text
    satisfied: bool


@dataclass(frozen=True)
class Outcome:
    """The organisation's finding. What the complainant thinks of it is the acceptance, another field."""

    code: str
    label: Text
    public: Text


@dataclass(frozen=True)
class Lifecycle:
    """The whole table, checked when it was read."""

    states: Lookup[State]
    roles: Lookup[Text]
    groups: Lookup[tuple[str, ...]]
    transitions: Lookup[Transition]
    timers: Lookup[Timer]
    closure_reasons: Lookup[ClosureReason]
    outcomes: Lookup[Outcome]
    acceptances: Lookup[Text]

    def transitions_from(self, state: str, role: str | None = None) -> tuple[Transition, ...]:
        """The moves out of this state, all or only those this role may make, in the order of the file."""
        moves = self._moves.get(state, ())
        if role is None:
            return moves
        else:
            return tuple(move for move in moves if role in move.by)

    def find(self, state: str, trigger: str) -> Transition | None:
        """The one move that this trigger makes from this state; None when it is not allowed there."""
        return next((move for move in self._moves.get(state, ()) if move.trigger == trigger), None)

    def timers_in(self, state: str) -> tuple[Timer, ...]:
        return tuple(timer for timer in self.timers.values() if state in timer.in_states)

    def reachable_from(self, state: str) -> frozenset[str]:
        """Every state that can be reached by some sequence of moves, this one included."""
        reached, frontier = {state}, [state]
        while frontier:
            for move in self._moves.get(frontier.pop(), ()):
                if move.target not in reached:
                    reached.add(move.target)
                    frontier.append(move.target)
        return frozenset(reached)

    @cached_property
    def _moves(self) -> dict[str, tuple[Transition, ...]]:
        return {
            state: tuple(move for move in self.transitions.values() if state in move.sources) for state in self.states
        }
