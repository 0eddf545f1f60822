"""The timers that push a case on: from which moment, until when, what is said on the way, what happens by itself."""

from __future__ import annotations

from dataclasses import dataclass

from handoff.policy.durations import Duration, Unit
from handoff.policy.presets import Preset
from handoff.policy.priority import Priority
from handoff.policy.reading import Node
from handoff.policy.texts import Text

BASES = (
    "received_at",
    "last_meaningful_outbound_at",
    "state_entered_at",
    "remedy_item.due_at",
    "stage2_received_at",
    "external.file_due",
    "last_input_at",
    "closed_at",
    "retention_base",
)

AT_BASE = "at_base"
_AT_ONCE = Duration(0, Unit.HOUR)


@dataclass(frozen=True)
class Limit:
    """One limit of a timer. Either a fixed duration or the name of a preset's field; ``name`` tells several apart."""

    name: str
    priority: Priority | None
    duration: Duration | None
    preset_field: str | None


@dataclass(frozen=True)
class Timer:
    """Runs while the case is in one of ``in_states``; ``then`` are transitions the system may make when it is due."""

    id: str
    in_states: tuple[str, ...]
    base: str
    limits: tuple[Limit, ...]
    prompts: tuple[str, ...]
    then: tuple[str, ...]
    act: Text

    def due_after(self, preset: Preset, priority: Priority | None = None, name: str = "") -> Duration | None:
        """How long after the base this timer is due; None when the preset sets no such limit.

        KeyError when the timer has no limit of that name, or has one per priority and none was given.
        """
        for limit in self.limits:
            if limit.name == name and limit.priority in (None, priority):
                if limit.preset_field is None:
                    return limit.duration
                else:
                    return preset.duration(limit.preset_field)
        raise KeyError(f"timer {self.id} has no limit {name or priority!r}")


def read_timer(node: Node, states: tuple[str, ...], transitions: tuple[str, ...]) -> Timer:
    """Prompts are checked later, when they have been read as well."""
    found = node.fields("id in_states base due prompts then en fa")
    return Timer(
        id=found["id"].string(),
        in_states=found["in_states"].choices(states),
        base=found["base"].choice(BASES),
        limits=_limits(found["due"]),
        prompts=found["prompts"].strings(),
        then=found["then"].choices(transitions),
        act=node.text_of(found["en"], found["fa"]),
    )


def _limits(node: Node) -> tuple[Limit, ...]:
    if isinstance(node.value, str):
        return (_limit(node),)
    else:
        names = [name for name, _ in node.entries()]
        if set(names) & set(Priority):
            found = node.fields(" ".join(Priority))
            return tuple(_limit(found[name], priority=name) for name in Priority)
        else:
            return tuple(_limit(entry, name=name) for name, entry in node.entries())


def _limit(node: Node, name: str = "", priority: Priority | None = None) -> Limit:
    written = node.string()
    if written == AT_BASE:
        return Limit(name, priority, _AT_ONCE, None)
    elif written.startswith("preset."):
        field = written.removeprefix("preset.")
        if field not in Preset.DURATIONS:
            raise node.broken(f"a preset has no “{field}”")
        return Limit(name, priority, None, field)
    else:
        return Limit(name, priority, node.duration(), None)
