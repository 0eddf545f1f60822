"""The packaged policy, read once, and a folder in which a test can spoil one of its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from handoff.policy import PACKAGED, Policy, load_policy


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A folder with one packaged file in which `old` (which must be there, once) was replaced by `new`."""

    def change(file: str, old: str, new: str) -> Path:
        source = (PACKAGED / file).read_text("utf-8")
        assert source.count(old) == 1, f"{old!r} stands {source.count(old)} times in {file}"
        (tmp_path / file).write_text(source.replace(old, new), "utf-8")
        return tmp_path

    return change
