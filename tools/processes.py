"""Know a process again, and end it with everything it started.

A process id alone proves nothing: ids are used again. A process is known by its id and the moment it started.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_AGAIN = 0.05


@dataclass(frozen=True)
class Known:
    """A process that leads its own group: its id and when it started, as `started_at` tells."""

    pid: int
    started: str

    def is_alive(self) -> bool:
        return started_at(self.pid) == self.started


def started_at(pid: int) -> str | None:
    """When the process started, in words that only serve to be compared; None when it does not run, or is a zombie."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        return _started_on_linux(stat)
    else:
        return _started_by_ps(pid)


def end(processes: Sequence[Known], patience: float = 10.0) -> list[Known]:
    """Ask the groups of these processes to end, insist after `patience` seconds, and return those that still run."""
    for process in processes:
        _signal(process, signal.SIGTERM)
    _wait_until_gone(processes, patience)
    for process in processes:
        _signal(process, signal.SIGKILL)
    _wait_until_gone(processes, 5.0)
    return [process for process in processes if process.is_alive()]


def end_group(pid: int, kind: signal.Signals = signal.SIGKILL) -> None:
    """Signal what is left of the group that `pid` led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, kind)


def _signal(process: Known, kind: signal.Signals) -> None:
    # A leader may end before its children. While one of them lives the system gives the leader's id to nobody else, so
    # a group without a leader is still the one we knew; but not after a restart of the machine.
    if process.is_alive() or (started_at(process.pid) is None and _boot() == process.started.partition(" ")[0]):
        end_group(process.pid, kind)


def _wait_until_gone(processes: Sequence[Known], patience: float) -> None:
    until = time.monotonic() + patience
    while any(process.is_alive() for process in processes) and time.monotonic() < until:
        time.sleep(LOOK_AGAIN)


def _started_on_linux(stat: Path) -> str | None:
    try:
        # The name in brackets may hold blanks and brackets: count from the last one. 3 is the state, 22 the start.
        fields = stat.read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    if fields[0] in "ZX":
        return None
    else:
        return f"{_boot()} {fields[19]}"


def _started_by_ps(pid: int) -> str | None:
    answer = subprocess.run(["ps", "-o", "stat=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, started = answer.stdout.strip().partition(" ")
    return f"{_boot()} {started.strip()}" if answer.returncode == 0 and not state.startswith("Z") else None


def _boot() -> str:
    """What tells this run of the machine from the one before; the word "boot" where the system does not say."""
    file = Path("/proc/sys/kernel/random/boot_id")
    return file.read_text().strip() if file.exists() else "boot"
