"""What the tests of the assistant share: Rasa's own environment, and a model that fits the sources."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.programs import QUIET
from tests.support.project import ROOT

RASA_PYTHON = ROOT / "bot" / ".venv" / "bin" / "python"


def run_inside(*arguments: str | Path, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    """Run Rasa's Python from the root of the project."""
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [str(RASA_PYTHON), *map(str, arguments)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


@pytest.fixture(scope="session")
def model() -> Path:
    """The trained model; trained now when the sources are newer than it."""
    train = [sys.executable, str(ROOT / "bot" / "train.py")]
    trained = subprocess.run(train, capture_output=True, text=True, timeout=600, check=False)
    assert trained.returncode == 0, trained.stdout + trained.stderr
    key = subprocess.run([*train, "--print-key"], capture_output=True, text=True, timeout=60, check=True)
    return ROOT / "bot" / "models" / f"pasokh-{key.stdout.strip()}.tar.gz"
