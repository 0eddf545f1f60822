"""`python -m tests.load [turns long delivery registering memory understanding desk] [--scale 0.2] [--json FILE] [--page]`."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from tests.load import delivery, desk, long_talk, memory, registering, turns, understanding
from tests.load.figures import Part
from tests.load.machine import machine, versions
from tests.load.page import Run
from tests.load.stage import Stage
from tools.places import ROOT

PARTS: dict[str, Callable[[Stage, float], Part]] = {
    "turns": turns.measure,
    "long": long_talk.measure,
    "delivery": delivery.measure,
    "registering": registering.measure,
    "memory": memory.measure,
    "understanding": understanding.measure,
    "desk": desk.measure,
}
PAGE = ROOT / "docs" / "measurements.md"
asked_by: list[str] = []  # the signals that asked for an end


def main() -> int:
    """Measure what was chosen; 1 when something could not be measured. A missed goal is a figure, not a failure."""
    chosen = _arguments()
    for kind in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(kind, _stop)
    try:
        run = _measure(chosen.parts or list(PARTS), chosen.scale, chosen.json)
    except KeyboardInterrupt:
        print(f"\nInterrupted by {' and '.join(asked_by) or 'SIGINT'}; nothing was left running.", file=sys.stderr)
        return 130
    if chosen.page and not run.failures:
        run.write_page(PAGE)
    return 1 if run.failures else 0


def _stop(number: int, _frame: object) -> None:
    """One way out, by which everything is ended, whoever asks for it: a shell that closes, a limit of time, a person."""
    asked_by.append(signal.Signals(number).name)
    signal.raise_signal(signal.SIGINT)


def _measure(parts: list[str], scale: float, file: Path | None) -> Run:
    """What was measured is written after each part: a run that is interrupted keeps the parts before."""
    with ExitStack() as ending:
        folder = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="pasokh-load-")))
        stage = Stage(folder, ending)
        run = Run(datetime.now(UTC), scale, machine(), versions(stage.postgres, stage.redis))
        print("\n".join(run.surroundings()), flush=True)
        for name in parts:
            _measure_part(run, name, stage, scale)
            if file is not None:
                run.write_json(file)
    return run


def _measure_part(run: Run, name: str, stage: Stage, scale: float) -> None:
    began = time.monotonic()
    try:
        part = run.parts[name] = PARTS[name](stage, scale)
    except Exception as problem:  # the other parts are still worth their time
        run.failures[name] = f"{type(problem).__name__}: {problem}"
        print(f"## {name} could not be measured\n\n{run.failures[name]}\n", flush=True)
    else:
        print("\n".join(part.lines()), f"({name} took {time.monotonic() - began:.0f} s)\n", sep="\n", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description="Measure the product under load.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; none means all")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="a fraction of the usual repetitions, for a quick look"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    parser.add_argument("--page", action="store_true", help=f"write {PAGE.relative_to(ROOT)}; needs all parts")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
    if chosen.page and set(chosen.parts or PARTS) != set(PARTS):
        parser.error("a page needs all parts of one run")
    return chosen


if __name__ == "__main__":
    sys.exit(main())
