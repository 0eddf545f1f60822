"""The processor's time of running programs, which tells what something costs even where other work shares the machine."""

from __future__ import annotations

from collections.abc import Mapping

import psutil


class Clocks:
    """One clock for each program, by its name; the processes are given by their ids."""

    def __init__(self, pids: Mapping[str, int]) -> None:
        self._processes = {name: psutil.Process(pid) for name, pid in pids.items()}
        self._began = self._now()

    def start(self) -> None:
        self._began = self._now()

    def passed(self) -> dict[str, float]:
        """Seconds of the processor since the start, of each program."""
        now = self._now()
        return {name: now[name] - began for name, began in self._began.items()}

    def _now(self) -> dict[str, float]:
        times = {name: process.cpu_times() for name, process in self._processes.items()}
        return {name: spent.user + spent.system for name, spent in times.items()}
