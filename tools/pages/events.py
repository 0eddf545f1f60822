"""docs/events.md: every event, from its class, and what follows from it, from `handoff/reactions.py`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import fields
from types import ModuleType
from typing import Any

import handoff
from handoff.events import Event
from handoff.reactions import AFTER, WITHIN
from tools.pages import MADE, one_line

SHARED = {field.name for field in fields(Event)}

TOP = f"""{MADE}
# Events

What happened, each written in the transaction of the change itself. The log is a case's timeline and audit trail, the
source of every figure, and what a socket reads that was away. An event holds ids and codes, never personal data.

Every event has `number` (its place in its conversation), `case_number` (its place in its case), `name`, `public`, `actor`
(`customer`, `assistant`, `agent:7`, `system`), `at` (UTC), `conversation_id` and `case_id`, either of which may be missing.
Events of a case carry `hash` and `previous`: `python -m handoff verify-audit` checks the chain. What stands below under
*says* comes on top. *Public* events reach the customer's socket; all others stay with the staff.

*Within* lists what happens in the same transaction, *after* what happens once it is committed and may be lost with the
process (the worker finds what is left). Both come from `handoff/reactions.py`.
"""


def page() -> str:
    return "\n".join([TOP, *(_section(module) for module in modules()), ""])


def modules() -> list[ModuleType]:
    """Every module in which events are defined, by name."""
    found = pkgutil.walk_packages(handoff.__path__, "handoff.")
    names = sorted(module.name for module in found if module.name.endswith(".events") and not module.ispkg)
    return [importlib.import_module(name) for name in names]


def events_of(module: ModuleType) -> list[type[Event]]:
    """The events that a module defines, in its order."""
    values: Iterable[Any] = vars(module).values()
    return [
        value
        for value in values
        if isinstance(value, type) and issubclass(value, Event) and value.__module__ == module.__name__
    ]


def _section(module: ModuleType) -> str:
    package = module.__name__.removeprefix("handoff.").removesuffix(".events").replace(".", "/")
    return "\n".join([f"## {package}\n", one_line(module.__doc__), "", *(_entry(event) for event in events_of(module))])


def _entry(event: type[Event]) -> str:
    lines = [
        f"### `{event.name}`\n",
        f"`{event.__name__}`{', public' if event.public else ''}. {one_line(event.__doc__)}\n",
    ]
    if says := [f"`{field.name}`: {field.type}" for field in fields(event) if field.name not in SHARED]:
        lines.append(f"- says {', '.join(says)}")
    for when, reactions in (("within", WITHIN), ("after", AFTER)):
        if named := [_named(react) for react in reactions.get(event, ())]:
            lines.append(f"- {when}: {', '.join(named)}")
    return "\n".join([*lines, ""]) if len(lines) > 2 else "\n".join(lines)


def _named(react: Callable[..., Any]) -> str:
    if react.__name__ == "<lambda>":  # it only adapts the arguments of the act that it names
        react = react.__globals__[react.__code__.co_names[0]]
    return f"`{react.__module__.removeprefix('handoff.')}.{react.__name__}`"
