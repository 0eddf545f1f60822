"""Keep the programs of the Procfile running: each with its own log, started again when it ends by itself.

Started by `make run`, ended by `make stop`.

Why not honcho here: it ends all programs when one of them ends, and the service is made to go on while Rasa is away.
`honcho start` still works for whoever wants all output in one terminal.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from tools.places import Places, Ports
from tools.processes import Known, end, end_group, started_at
from tools.state import PartState, State, write_state

LOOK_AGAIN = 0.2
STEADY_AFTER = 60.0  # seconds; a program that ran this long is started again at once
LONGEST_WAIT = 30.0


def read_procfile(file: Path) -> dict[str, str]:
    """Name and command of each program."""
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {name.strip(): command.strip() for name, _, command in pairs}


@dataclass
class Part:
    """A program that is to run, and what became of it so far."""

    name: str
    command: str
    places: Places
    process: subprocess.Popen[bytes] | None = None
    known: Known | None = None
    ends: int = 0
    last_code: int | None = None
    began: float = 0.0
    start_at: float = 0.0
    quick_ends: int = field(default=0)

    def start(self) -> None:
        """Start it as the leader of a group of its own, so that its children can be ended with it."""
        with (self.places.logs / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", self.command],
                cwd=self.places.root,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.began = time.monotonic()
        self.known = Known(self.process.pid, started_at(self.process.pid) or "")

    def look(self) -> bool:
        """Start it when its time has come, notice when it ended; say whether anything changed."""
        if self.process is None:
            if time.monotonic() < self.start_at:
                return False
            self.start()
            return True
        code = self.process.poll()
        if code is None:
            return False
        end_group(self.process.pid)
        self.quick_ends = 0 if time.monotonic() - self.began > STEADY_AFTER else self.quick_ends + 1
        wait = min(2.0**self.quick_ends, LONGEST_WAIT) if self.quick_ends else 0.0
        _say(f"{self.name} ended by itself with code {code}; it starts again in {wait:.0f} s")
        self.process, self.known, self.ends, self.last_code = None, None, self.ends + 1, code
        self.start_at = time.monotonic() + wait
        return True


def supervise(places: Places, ports: Ports) -> None:
    """Run the programs until asked to end; then end them all and forget them."""
    places.logs.mkdir(parents=True, exist_ok=True)
    parts = [Part(name, command, places) for name, command in read_procfile(places.root / "Procfile").items()]
    own = Known(os.getpid(), started_at(os.getpid()) or "")
    asked_to_end = _notice_signals()
    try:
        while not asked_to_end:
            changed = [part.look() for part in parts]
            if any(changed):
                states = {part.name: PartState(part.known, part.ends, part.last_code) for part in parts}
                write_state(places.state, State(own, ports.named(), states))
            time.sleep(LOOK_AGAIN)
    finally:
        running = [part for part in parts if part.process is not None and part.known is not None]
        end([part.known for part in running if part.known is not None])
        for part in running:
            if part.process is not None:
                part.process.wait()
        places.state.unlink(missing_ok=True)
        _say("all programs have ended")


def _notice_signals() -> list[int]:
    """A list that fills when somebody asks this process to end.

    No exception is raised: it could strike between the start of a program and its record.
    """
    noticed: list[int] = []
    for kind in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(kind, lambda number, _frame: noticed.append(number))
    return noticed


def _say(text: str) -> None:
    print(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    supervise(Places(Path.cwd()), Ports.chosen(os.environ))
    sys.exit(0)
