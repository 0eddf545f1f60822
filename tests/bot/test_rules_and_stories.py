"""Rasa's own checks: the data fits together, and whole talks are predicted as they are written in stories/."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.bot.conftest import run_inside
from tests.support.project import ROOT

pytestmark = pytest.mark.scenario
STORIES = ROOT / "tests" / "bot" / "stories"


def test_domain_rules_and_sentences_fit_together() -> None:
    outcome = run_inside(
        "-m", "rasa", "data", "validate", "--config", "bot/config.yml", "--domain", "bot/domain", "--data", "data"
    )
    assert outcome.returncode == 0, outcome.stdout[-4000:]


def test_whole_talks_go_as_written(model: Path, tmp_path: Path) -> None:
    assert sorted(path.stem for path in STORIES.glob("*.yml")) == ["test_stories_en", "test_stories_fa"]
    outcome = told(model, STORIES, tmp_path)
    assert outcome.returncode == 0, outcome.stdout[-4000:]


def test_a_talk_that_does_not_go_as_written_fails(model: Path, tmp_path: Path) -> None:
    """Rasa itself ends well with failed stories unless it is told not to."""
    thanked = (STORIES / "test_stories_en.yml").read_text(encoding="utf8").replace("utter_thanks", "utter_goodbye")
    (tmp_path / "test_wrong.yml").write_text(thanked, encoding="utf8")
    outcome = told(model, tmp_path / "test_wrong.yml", tmp_path / "out")
    assert outcome.returncode != 0
    assert "utter_goodbye" in outcome.stdout + outcome.stderr


def told(model: Path, stories: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return run_inside(
        "-m", "rasa", "test", "core", "--e2e", "--stories", stories, "--model", model,
        "--fail-on-prediction-errors", "--no-plot", "--out", out,
    )  # fmt: skip
