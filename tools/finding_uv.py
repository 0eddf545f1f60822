"""Find uv, the installer, or install it into .tools/ from the hashes in tools/uv.lock."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from tools.places import Places, Unusable

OLDEST = (0, 5)
HELP = """uv, the installer, could not be put into .tools/. Three ways on:
  Debian, Ubuntu:  apt-get install python3-venv      then `make run` again
  macOS:           brew install uv
  anywhere:        pip install uv                    (any uv on PATH is used)"""


def find_uv(places: Places) -> Path:
    """The path of a uv that starts. Raises `Unusable` when there is none and none can be installed."""
    home = places.root / ".tools"
    known = [home / "venv" / "bin" / "uv", home / "uv" / "bin" / "uv"]
    on_path = shutil.which("uv")
    for candidate in [*known, *([Path(on_path)] if on_path else [])]:
        if _starts(candidate):
            return candidate
    _install(places)
    for candidate in known:
        if _starts(candidate):
            return candidate
    raise Unusable(HELP)


def _starts(candidate: Path) -> bool:
    if not candidate.exists():
        return False
    try:
        answer = subprocess.run([candidate, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    version = re.match(r"uv (\d+)\.(\d+)", answer.stdout)
    return answer.returncode == 0 and version is not None and tuple(map(int, version.groups())) >= OLDEST


def _install(places: Places) -> None:
    home = places.root / ".tools"
    home.mkdir(exist_ok=True)
    print("  installing uv into .tools/", flush=True)
    lock = str(places.root / "tools" / "uv.lock")
    pinned = ["install", "--quiet", "--require-hashes", "--only-binary", ":all:", "--requirement", lock]
    venv = home / "venv"
    # A bare Debian has the module venv but no pip to put into it: then this fails and the next way is tried.
    made = _ran(sys.executable, "-m", "venv", "--clear", str(venv))
    if not (made and _ran(str(venv / "bin" / "python"), "-m", "pip", *pinned)):
        shutil.rmtree(venv, ignore_errors=True)
        _ran(sys.executable, "-m", "pip", *pinned, "--target", str(home / "uv"))


def _ran(*command: str) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False).returncode == 0
