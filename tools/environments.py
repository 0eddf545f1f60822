"""Make the two environments, each from its hashed lock file: `.venv` for our own programs, `bot/.venv` for Rasa alone.

`tools/python -m tools.environments` makes both; with `service` or `bot` only that one.

A stamp inside each environment holds the hash of the lock and the interpreter, so that an unchanged environment costs
nothing. The stamp goes away before a change and comes back after it: a half-made environment is never taken for whole.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.finding_uv import find_uv
from tools.interpreters import Interpreter, Refusal, Wanted, candidates, find, start
from tools.places import Places, Unusable


@dataclass(frozen=True)
class Environment:
    """One environment: where it lies, what is locked in it, which Python it needs, the variable that chooses one."""

    name: str
    folder: str
    lock: str
    wanted: Wanted
    chosen_by: str


SERVICE_NEEDS = Wanted((3, 11), (3, 13), ("ssl", "sqlite3", "ctypes"))
SERVICE = Environment("service", ".venv", "requirements.lock", SERVICE_NEEDS, "PASOKH_PYTHON")
BOT_NEEDS = Wanted((3, 10), (3, 10), ("ssl", "sqlite3", "bz2", "ctypes"))
BOT = Environment("bot", "bot/.venv", "bot/requirements.lock", BOT_NEEDS, "BOT_PYTHON")


def prepare(environment: Environment, places: Places, settings: Mapping[str, str] = os.environ) -> bool:
    """Make the environment ready; say whether anything had to be done. Raises `Unusable` when it cannot be."""
    folder, lock = places.root / environment.folder, places.root / environment.lock
    if is_current(folder, lock, settings.get(environment.chosen_by)):
        return False
    uv = find_uv(places)
    interpreter = choose(environment, folder, uv, settings)
    stamp_of(folder).unlink(missing_ok=True)
    works = isinstance(start(folder / "bin" / "python", environment.wanted), Interpreter)
    if not works or _interpreter_of(folder) != interpreter.path:
        _run(uv, "venv", "--quiet", "--clear", "--python", str(interpreter.path), str(folder))
    print(f"  installing {environment.folder} from {environment.lock} (Python {_dotted(interpreter)})", flush=True)
    _run(uv, "pip", "sync", "--quiet", "--require-hashes", "--python", str(folder / "bin" / "python"), str(lock))
    stamp_of(folder).write_text(_stamp(lock, interpreter.path), encoding="utf-8")
    return True


def stamp_of(folder: Path) -> Path:
    return folder / ".made-from"


def is_current(folder: Path, lock: Path, chosen: str | None = None) -> bool:
    """Whether the environment was made from this very lock, by an interpreter that is still there and is the chosen."""
    stamp, interpreter = stamp_of(folder), _interpreter_of(folder)
    if interpreter is None or not stamp.exists():
        return False
    wanted = Path(chosen).resolve() if chosen else interpreter
    return wanted == interpreter and stamp.read_text(encoding="utf-8") == _stamp(lock, interpreter)


def choose(environment: Environment, folder: Path, uv: Path, settings: Mapping[str, str]) -> Interpreter:
    """The interpreter to use: the one asked for, the one in use, any other that starts, else one that uv installs."""
    wanted, asked = environment.wanted, settings.get(environment.chosen_by)
    if asked:
        found, refusals = find(wanted, [asked])
        if found is None:
            raise Unusable(f"{environment.chosen_by}={asked} {refusals[0].reason}; needed is {wanted}.")
        return found
    in_use = [folder / "bin" / "python"] if (folder / "bin" / "python").exists() else []
    managed = Path(_output(uv, "python", "dir"))
    found, refusals = find(wanted, [*in_use, sys.executable, *candidates(wanted, settings, managed)])
    if found is None:
        version = ".".join(map(str, wanted.highest))
        print(f"  no {wanted} starts on this machine: uv installs Python {version}", flush=True)
        # The return code is not asked: what counts is whether there is now one that starts.
        subprocess.run([uv, "python", "install", "--quiet", version], check=False)
        found, more = find(wanted, candidates(wanted, settings, managed))
        if found is None:
            raise Unusable(_none_found(environment, [*refusals, *more]))
    return found


def _none_found(environment: Environment, refusals: list[Refusal]) -> str:
    version = ".".join(map(str, environment.wanted.highest))
    tried = "\n".join(dict.fromkeys(f"  {refusal.path} {refusal.reason}" for refusal in refusals)) or "  (none)"
    return (
        f"{environment.wanted} is needed for {environment.folder}, and none was found that starts. Tried:\n{tried}\n"
        f"Three ways to get one:\n"
        f"  uv:      uv python install {version}\n"
        f"  pyenv:   pyenv install {version}\n"
        f"  any:     {environment.chosen_by}=/path/to/python{version} make run"
    )


def _interpreter_of(folder: Path) -> Path | None:
    python = folder / "bin" / "python"
    return python.resolve() if python.exists() else None


def _stamp(lock: Path, interpreter: Path) -> str:
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {interpreter}\n"


def _dotted(interpreter: Interpreter) -> str:
    return ".".join(map(str, interpreter.version))


def _output(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def _run(*command: str | Path) -> None:
    if subprocess.run(command, check=False).returncode != 0:
        raise Unusable(f"This did not work (its message stands above): {' '.join(map(str, command))}")


def main(names: list[str]) -> int:
    places = Places()
    try:
        for environment in (SERVICE, BOT):
            if not names or environment.name in names:
                began = time.monotonic()
                if prepare(environment, places):
                    print(f"  {environment.folder} is ready ({time.monotonic() - began:.0f} s)", flush=True)
    except Unusable as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
