"""A run as a page: for the terminal, for docs/measurements.md, and as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.load.figures import Part, table

TOP = """# Measurements

Written by `python -m tests.load --page`, from one run on one machine (`make bench` prints the same). Load generator, programs
and databases shared its cores. Compare what stands side by side here; do not compare milliseconds between machines.
"""


@dataclass
class Run:
    """What a run found, part by part, and what it was found on."""

    began: datetime
    scale: float  # the fraction of the usual repetitions
    machine: dict[str, str]
    versions: dict[str, str]
    parts: dict[str, Part] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def surroundings(self) -> list[str]:
        """The machine and the versions, as a table."""
        rows = [*self.machine.items(), *self.versions.items()]
        share = "" if self.scale == 1 else f", with {self.scale:.0%} of the usual repetitions"
        return [f"Run of {self.began:%Y-%m-%d %H:%M} UTC{share}.", "", *table(("on", ""), rows), ""]

    def write_page(self, file: Path) -> None:
        parts = [line for part in self.parts.values() for line in part.lines()]
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join([TOP, *self.surroundings(), *parts]).rstrip() + "\n", encoding="utf-8")

    def write_json(self, file: Path) -> None:
        file.write_text(json.dumps(self._facts(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def _facts(self) -> dict[str, Any]:
        return {
            "began": self.began.isoformat(),
            "scale": self.scale,
            "machine": self.machine,
            "versions": self.versions,
            "parts": {name: part.facts for name, part in self.parts.items()},
            "goals": [
                {"part": name, "text": goal.text, "value": round(goal.value, 3), "limit": goal.limit, "met": goal.met}
                for name, part in self.parts.items()
                for goal in part.goals
            ],
            "failures": self.failures,
        }
