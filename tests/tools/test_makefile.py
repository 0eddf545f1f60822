"""`make` explains itself, and what the documents tell a person to type exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.house_rules import project_files, text_of
from tools.places import ROOT

PROMISED = {"run", "stop", "status", "logs", "test", "check", "bench", "train", "lock", "format", "clean", "demo-reset"}


@pytest.fixture(scope="module")
def targets() -> set[str]:
    lines = text_of("Makefile").splitlines()
    return {match[1] for line in lines if (match := re.match(r"([a-z-]+):(?!=)", line))}


def test_make_alone_prints_every_target_with_what_it_does(targets: set[str]) -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    explained = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", shown, re.MULTILINE))
    assert set(explained) == targets - {"environment"}
    assert set(explained) >= PROMISED


def test_what_the_documents_say_to_make_can_be_made(targets: set[str]) -> None:
    said = {
        (path, word)
        for path in project_files()
        if path.endswith(".md") or path in ("Makefile", ".ci/run")
        for word in re.findall(r"(?:^|`)make ([a-z-]+)", text_of(path), re.MULTILINE)
    }
    assert ("CONTRIBUTING.md", "run") in said
    assert sorted(place for place in said if place[1] not in targets) == []


def test_continuous_integration_is_a_program_that_bash_can_read() -> None:
    program = ROOT / ".ci" / "run"
    assert program.stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", program], check=False).returncode == 0


def test_every_program_of_the_procfile_is_started_by_exec() -> None:
    # Else a shell stays between the supervisor and the program, and a signal ends only the shell.
    lines = [line for line in text_of("Procfile").splitlines() if line and not line.startswith("#")]
    assert [Path(line.split(":")[0]).name for line in lines] == ["handoff", "actions", "bot"]
    assert [line for line in lines if " exec " not in line] == []
