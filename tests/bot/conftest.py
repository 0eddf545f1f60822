"""What the tests of the assistant share: Rasa's own environment, and a model that fits the sources."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.asking import Customer
from tests.support.programs import QUIET, TOKEN, Program, assistant
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


@pytest.fixture(scope="session")
def running(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    folder = tmp_path_factory.mktemp("assistant")
    with assistant(folder) as programs:
        url = f"http://127.0.0.1:{programs.service_port}"
        command = [sys.executable, "-m", "tests.support.helpdesk", str(programs.service_port), TOKEN]
        service = Program("stand-in", url, folder / "service.log", command, {})
        service.start()
        try:
            service.wait_until("/state")
            yield programs.rasa.url, url
        finally:
            service.stop()


@pytest.fixture
def anna(running: tuple[str, str]) -> Customer:
    return Customer(*running, language="en")


@pytest.fixture
def mina(running: tuple[str, str]) -> Customer:
    return Customer(*running, language="fa")
