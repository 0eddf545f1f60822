"""The tests that must run in Rasa's own environment, which has no pytest: each file of inside/ is one test here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.conftest import run_inside
from tests.support.project import ROOT
from tests.support.servers import redis_url

INSIDE = sorted((ROOT / "tests" / "bot" / "inside").glob("check_*.py"))


@pytest.mark.parametrize("path", INSIDE, ids=lambda path: path.stem)
def test_inside_rasas_environment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_REDIS_URL", redis_url())
    outcome = run_inside("-m", "unittest", "-v", path.relative_to(ROOT))
    assert outcome.returncode == 0, outcome.stderr[-6000:]
    assert "\nOK" in outcome.stderr, "no test ran"
