"""A small project of real programs under the real supervisor."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tools.places import ROOT, Places, Ports
from tools.processes import Known
from tools.state import State, read_state


class Project:
    """A folder with a Procfile, and a supervisor that can be started for it."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root)
        self.ports = Ports()
        self.seen: set[Known] = set()
        self.supervisor: subprocess.Popen[bytes] | None = None

    def programs(self, **commands: str) -> None:
        (self.places.root / "Procfile").write_text("".join(f"{name}: {text}\n" for name, text in commands.items()))

    def start(self) -> subprocess.Popen[bytes]:
        """The supervisor, once it has written down that every program runs."""
        self.places.logs.mkdir(parents=True, exist_ok=True)
        with (self.places.logs / "supervisor.log").open("wb") as log:
            self.supervisor = subprocess.Popen(
                [sys.executable, "-m", "tools.supervising"],
                cwd=self.places.root,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: self.state() is not None)
        return self.supervisor

    def state(self) -> State | None:
        state = read_state(self.places.state)
        self.seen.update(state.processes() if state else ())
        return state

    def processes(self) -> list[Known]:
        """The supervisor and its programs, as written down now."""
        state = self.state()
        assert state is not None
        return state.processes()

    def process(self, name: str) -> Known:
        """The process that runs now under this name."""
        state = self.state()
        assert state is not None
        process = state.parts[name].process
        assert process is not None
        return process


def wait_until(holds: Callable[[], object], seconds: float = 15.0) -> None:
    """Return as soon as it holds; fail when it does not in time."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.02)
