"""Find a Python by really starting it.

A name on PATH proves nothing: pyenv leaves a `python3.10` shim there that exits 127 unless that version is selected,
and a Python built without libssl or libsqlite3 starts well and fails an hour later. So every candidate is started once
and must import what is needed; why each one was refused is kept, for the message a person reads when none is left.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

QUESTION = (
    "import sys, os, json; from importlib import import_module\n"
    "missing = []\n"
    "for name in sys.argv[1:]:\n"
    "    try: import_module(name)\n"
    "    except Exception: missing.append(name)\n"
    "print(json.dumps([os.path.realpath(sys.executable), list(sys.version_info[:3]), missing]))"
)
SECONDS = 30


@dataclass(frozen=True)
class Wanted:
    """Which Python is needed: versions from `lowest` to `highest` (both included), able to import `modules`."""

    lowest: tuple[int, int]
    highest: tuple[int, int]
    modules: tuple[str, ...]

    def __str__(self) -> str:
        lowest, highest = (".".join(map(str, bound)) for bound in (self.lowest, self.highest))
        return f"Python {lowest}" if lowest == highest else f"Python {lowest} to {highest}"


@dataclass(frozen=True)
class Interpreter:
    """A Python that was started and has what is wanted; `path` is the real file, not a shim or link."""

    path: Path
    version: tuple[int, int, int]


@dataclass(frozen=True)
class Refusal:
    """Why a candidate will not do."""

    path: str
    reason: str


def start(candidate: str | Path, wanted: Wanted) -> Interpreter | Refusal:
    """Start the candidate and ask what it is."""
    path = str(candidate)
    try:
        answer = subprocess.run(
            [path, "-I", "-c", QUESTION, *wanted.modules], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return Refusal(path, f"does not start ({type(problem).__name__})")
    if answer.returncode != 0:
        return Refusal(path, f"exits with {answer.returncode}")
    real, version, missing = json.loads(answer.stdout)
    if not wanted.lowest <= tuple(version[:2]) <= wanted.highest:
        return Refusal(path, f"is Python {'.'.join(map(str, version))}")
    elif missing:
        return Refusal(path, f"lacks {', '.join(missing)}")
    else:
        return Interpreter(Path(real), tuple(version))


def find(wanted: Wanted, candidates: Iterable[str | Path]) -> tuple[Interpreter | None, list[Refusal]]:
    """The first candidate that will do, and why those before it will not."""
    refusals: list[Refusal] = []
    for candidate in candidates:
        found = start(candidate, wanted)
        if isinstance(found, Interpreter):
            return found, refusals
        refusals.append(found)
    return None, refusals


def candidates(wanted: Wanted, environment: Mapping[str, str], managed: Path | None) -> Iterator[Path]:
    """Where a Python may be, best first: pyenv, those uv manages (below `managed`), the usual places, PATH."""
    home = Path(environment.get("HOME", "/nonexistent"))
    versions = [f"{wanted.lowest[0]}.{minor}" for minor in range(wanted.highest[1], wanted.lowest[1] - 1, -1)]
    pyenv = Path(environment.get("PYENV_ROOT") or home / ".pyenv") / "versions"
    for version in versions:
        yield from _newest_first(pyenv.glob(f"{version}.*/bin/python{version}"))
        if managed is not None:
            yield from _newest_first(managed.glob(f"cpython-{version}.*/bin/python{version}"))
    for version in versions:
        for folder in ("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"):
            usual = Path(folder) / f"python{version}"
            if usual.exists():
                yield usual
        on_path = shutil.which(f"python{version}", path=environment.get("PATH"))
        if on_path is not None:
            yield Path(on_path)


def _newest_first(paths: Iterable[Path]) -> list[Path]:
    """By the numbers in the folder's name: 3.10.13 is newer than 3.10.2."""
    return sorted(
        paths, key=lambda path: [int(number) for number in re.findall(r"\d+", path.parent.parent.name)], reverse=True
    )
