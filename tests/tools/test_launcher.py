"""`tools/python`, the shell program everything begins with."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.places import ROOT

ASK = ("-c", "import os, sys; print(os.path.realpath(sys.executable), sys.version_info >= (3, 11))")


def launch(path: str, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path, "HOME": "/nonexistent", **more}
    return subprocess.run(
        [ROOT / "tools" / "python", *ASK], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def shims(tmp_path: Path) -> Path:
    """A folder whose python3 exits 127, as a version manager leaves it, and whose python3.11 is real."""
    shim = tmp_path / "python3"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    (tmp_path / "python3.11").symlink_to(Path(sys.executable).resolve())
    return tmp_path


def test_a_broken_python3_first_on_path_does_not_stop_it(shims: Path) -> None:
    broken = subprocess.run([shims / "python3"], check=False)
    assert broken.returncode == 127
    answer = launch(f"{shims}:/usr/bin:/bin")
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split()[1] == "True"


def test_the_python_asked_for_is_used(shims: Path) -> None:
    answer = launch(os.environ["PATH"], PASOKH_PYTHON=sys.executable)
    assert answer.stdout.split()[0] == str(Path(sys.executable).resolve())


def test_a_broken_python_asked_for_is_named_and_not_silently_replaced(shims: Path) -> None:
    answer = launch(os.environ["PATH"], PASOKH_PYTHON=str(shims / "python3"))
    assert answer.returncode == 1
    assert str(shims / "python3") in answer.stderr
