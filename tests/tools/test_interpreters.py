"""A Python is found by starting it: what merely carries the name is passed over, with the reason kept."""

from __future__ import annotations

import sys
from pathlib import Path

from tools.interpreters import Interpreter, Refusal, Wanted, candidates, find, start

THIS = (sys.version_info[0], sys.version_info[1])
ANY = Wanted(THIS, THIS, ("ssl", "sqlite3"))


def program(path: Path, text: str) -> Path:
    """A shell program at that path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_a_shim_that_exits_127_is_passed_over_and_the_next_one_taken(tmp_path: Path) -> None:
    shim = program(tmp_path / "python3", "echo 'pyenv: python3: command not found' >&2; exit 127")
    found, refusals = find(ANY, [shim, sys.executable])
    assert isinstance(found, Interpreter)
    assert found.path == Path(sys.executable).resolve()
    assert refusals == [Refusal(str(shim), "exits with 127")]


def test_a_shim_that_works_is_told_by_the_real_path_behind_it(tmp_path: Path) -> None:
    shim = program(tmp_path / "python3", f'exec {sys.executable} "$@"')
    found = start(shim, ANY)
    assert isinstance(found, Interpreter)
    assert found.path == Path(sys.executable).resolve()
    assert found.version == tuple(sys.version_info[:3])


def test_what_does_not_exist_or_is_no_program_is_refused(tmp_path: Path) -> None:
    text = tmp_path / "python3"
    text.write_text("not a program")
    for candidate in (tmp_path / "nowhere", text):
        refusal = start(candidate, ANY)
        assert isinstance(refusal, Refusal)
        assert refusal.reason.startswith("does not start")


def test_another_version_is_refused_by_its_number() -> None:
    refusal = start(sys.executable, Wanted((3, 1), (3, 2), ()))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == f"is Python {'.'.join(map(str, sys.version_info[:3]))}"


def test_a_python_without_a_needed_module_is_refused_by_that_module() -> None:
    assert isinstance(start(sys.executable, Wanted(THIS, THIS, ("ssl",))), Interpreter)
    refusal = start(sys.executable, Wanted(THIS, THIS, ("ssl", "no_such_module_anywhere")))
    assert isinstance(refusal, Refusal)
    assert refusal.reason == "lacks no_such_module_anywhere"


def test_real_versions_come_before_the_shims_on_path_and_the_newest_first(tmp_path: Path) -> None:
    pyenv, shims = tmp_path / "pyenv", tmp_path / "shims"
    for version in ("3.10.2", "3.10.13", "3.9.1"):
        program(pyenv / "versions" / version / "bin" / f"python{version.rpartition('.')[0]}", "exit 0")
    managed = program(tmp_path / "uv" / "cpython-3.10.19-linux" / "bin" / "python3.10", "exit 0")
    shim = program(shims / "python3.10", "exit 127")
    environment = {"PYENV_ROOT": str(pyenv), "PATH": str(shims), "HOME": str(tmp_path)}
    order = list(candidates(Wanted((3, 10), (3, 10), ()), environment, tmp_path / "uv"))
    assert [path.parent.parent.name for path in order[:2]] == ["3.10.13", "3.10.2"]
    assert order[2] == managed
    assert order[-1] == shim
    assert not any("3.9" in str(path) for path in order)
