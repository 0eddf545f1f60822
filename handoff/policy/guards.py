"""What must hold before a move, in words: so that a page can say what is missing instead of refusing mutely."""

from __future__ import annotations

from handoff.policy.lifecycle import Lifecycle
from handoff.policy.lookup import Lookup
from handoff.policy.reading import Node
from handoff.policy.texts import Text


def read_guards(node: Node, lifecycle: Lifecycle) -> Lookup[Text]:
    """Exactly the guards the transitions name, each with the sentence shown while it does not hold."""
    entries = node.fields("version guards")["guards"].entries()
    used = {name for transition in lifecycle.transitions.values() for name in transition.need}
    for name in sorted(used - {code for code, _ in entries}):
        raise node.broken(f"no text for the guard “{name}”")
    for name, entry in entries:
        if name not in used:
            raise entry.broken("no transition needs this")
    return Lookup((name, entry.text()) for name, entry in entries)
