"""What runs, as the supervisor wrote it down: read by `make run`, `make status` and `make stop`."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

from tools.processes import Known


@dataclass(frozen=True)
class PartState:
    """One program: its process while it runs, how often it ended by itself, and the code it last ended with."""

    process: Known | None
    ends: int = 0
    last_code: int | None = None


@dataclass(frozen=True)
class State:
    """The supervisor, its programs and the ports they were given."""

    supervisor: Known
    ports: dict[str, int]
    parts: dict[str, PartState] = field(default_factory=dict)

    def processes(self) -> list[Known]:
        """Everything written down that may still run, the supervisor first so that it starts nothing again."""
        return [self.supervisor, *(part.process for part in self.parts.values() if part.process is not None)]


def write_state(file: Path, state: State) -> None:
    """Replace the file in one step: a reader never sees half of it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    fresh.write_text(json.dumps(_to_json(state), indent=2), encoding="utf-8")
    os.replace(fresh, file)


def read_state(file: Path) -> State | None:
    """What was written down, or None when nothing was (or it cannot be read any more)."""
    try:
        return _from_json(json.loads(file.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _to_json(state: State) -> dict[str, object]:
    return {
        "supervisor": vars(state.supervisor),
        "ports": state.ports,
        "parts": {
            name: {**vars(part), "process": vars(part.process) if part.process else None}
            for name, part in state.parts.items()
        },
    }


def _from_json(data: dict[str, dict[str, dict[str, object]]]) -> State:
    parts = {
        name: PartState(Known(**part["process"]) if part["process"] else None, part["ends"], part["last_code"])  # type: ignore[arg-type]
        for name, part in data["parts"].items()
    }
    return State(Known(**data["supervisor"]), dict(data["ports"]), parts)  # type: ignore[arg-type]
