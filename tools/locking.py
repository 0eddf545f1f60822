"""`make lock`: write both lock files anew, with hashes, for every system, without download addresses.

Versions already locked are kept unless they no longer fit, or `tools/python -m tools.locking --upgrade` is asked for.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tools.finding_uv import find_uv
from tools.places import Places, Unusable

# --universal: one lock for Debian and macOS; markers say which line is for whom.
COMMON = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--quiet")
LOCKS = {
    "requirements.lock": ("pyproject.toml", "--extra", "actions", "--extra", "dev", "--python-version", "3.11"),
    "bot/requirements.lock": ("bot/requirements.in", "--python-version", "3.10"),
}


def lock(places: Places, *more: str) -> None:
    """Resolve anew. Raises `Unusable` when the requirements cannot be met together."""
    uv = find_uv(places)
    for target, arguments in LOCKS.items():
        _run(places.root, str(uv), "pip", "compile", *arguments, *COMMON, *more, "--output-file", target)
        print(f"{target}: {_packages(places.root / target)} packages")


def _packages(file: Path) -> int:
    return sum(line[0].isalnum() for line in file.read_text(encoding="utf-8").splitlines() if line)


def _run(root: Path, *command: str) -> None:
    if subprocess.run(command, cwd=root, check=False).returncode != 0:
        raise Unusable("The lock file was not written; why stands above.")


if __name__ == "__main__":
    try:
        lock(Places(), *sys.argv[1:])
    except Unusable as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
