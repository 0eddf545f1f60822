"""Understanding: one message in the process, the size of the model, and how long its training took."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import datetime
from pathlib import Path

from tests.load.figures import Part, Times, milliseconds
from tests.load.stage import Stage
from tests.support.programs import QUIET
from tools.places import ROOT

MESSAGES = 400
PATIENCE = 120  # seconds; importing Rasa takes most of it
MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) ", re.MULTILINE)


def measure(stage: Stage, scale: float) -> Part:
    model = max((ROOT / "bot" / "models").glob("pasokh-*.tar.gz"))
    times = _times(model, max(50, round(MESSAGES * scale)))
    size = model.stat().st_size / 2**20
    part = Part("Understanding a message", ("what", "figure"))
    part.rows += [
        (f"one message in the process, median of {times.count}, ms", milliseconds(times.median)),
        ("the same, p95, ms", milliseconds(times.p95)),
        ("the trained model, MB", f"{size:.1f}"),
    ]
    part.facts = {"message": times.facts(), "model_mb": round(size, 2)}
    trained = _training(model.parent / "train.log")
    if trained is not None:
        part.rows.append(("training, by its log, s", f"{trained:.0f}"))
        part.facts["training_s"] = trained
    part.notes.append("Ten messages in turn, half of them Persian, two of them stories whose topics are read as well.")
    return part


def _times(model: Path, count: int) -> Times:
    python = ROOT / "bot" / ".venv" / "bin" / "python"
    read = subprocess.run(
        [python, "-m", "tests.load.reading_messages", str(model), str(count)],
        cwd=ROOT,
        env={**os.environ, **QUIET},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if read.returncode != 0:
        raise RuntimeError(f"the model could not be read:\n{read.stderr[-2000:]}")
    return Times.of(json.loads(read.stdout.splitlines()[-1]))


def _training(log: Path) -> float | None:
    """Seconds from the first moment in the log until it was written for the last time; the start of Rasa comes on top."""
    found = MOMENT.search(log.read_text(errors="replace")) if log.exists() else None
    if found is None:
        return None
    began = datetime.strptime(found[1], "%Y-%m-%d %H:%M:%S").astimezone()
    return log.stat().st_mtime - began.timestamp()
