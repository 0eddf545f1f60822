"""Rasa's own checks: the data fits together, and whole talks are predicted as they are written in stories/."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.conftest import run_inside

pytestmark = pytest.mark.scenario


def test_domain_rules_and_sentences_fit_together() -> None:
    outcome = run_inside(
        "-m", "rasa", "data", "validate", "--config", "bot/config.yml", "--domain", "bot/domain", "--data", "data"
    )
    assert outcome.returncode == 0, outcome.stdout[-4000:]


def test_whole_talks_go_as_written(model: Path, tmp_path: Path) -> None:
    outcome = run_inside(
        "-m", "rasa", "test", "core", "--e2e", "--stories", "tests/bot/stories", "--model", model,
        "--fail-on-prediction-errors", "--no-plot", "--out", tmp_path,
    )  # fmt: skip
    assert outcome.returncode == 0, outcome.stdout[-4000:]
