"""The commands that somebody types before the service runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from handoff.cli import main
from handoff.policy import PACKAGED


@pytest.fixture
def usable(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("PASOKH_SECRET_KEY", "PASOKH_API_TOKEN"):
        monkeypatch.setenv(name, "a long text that nobody knows and that is for a test")
    return monkeypatch


def test_check_settings_says_that_settings_and_policy_can_be_used(usable, capsys):
    assert main(["check-settings"]) == 0
    said = capsys.readouterr().out
    assert "These settings and this policy can be used." in said
    assert "nobody knows" not in said, "secrets are not printed"


def test_check_settings_names_file_line_and_place_of_what_is_wrong_in_the_policy(usable, tmp_path: Path, capsys):
    source = (PACKAGED / "organisation.yaml").read_text("utf-8")
    (tmp_path / "organisation.yaml").write_text(source.replace("four_eyes: true", "four_eyes: yes"), "utf-8")
    usable.setenv("PASOKH_POLICY", str(tmp_path))
    assert main(["check-settings"]) == 2
    line = next(number for number, text in enumerate(source.splitlines(), 1) if "four_eyes" in text)
    assert f"organisation.yaml: line {line}: profile.four_eyes: must be true or false" in capsys.readouterr().err


def test_a_broken_policy_is_said_without_a_traceback_by_every_command(usable, tmp_path: Path, capsys):
    (tmp_path / "organization.yaml").write_text("version: 1\n")
    usable.setenv("PASOKH_POLICY", str(tmp_path))
    usable.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/pasokh.db")
    assert main(["verify-audit"]) == 2
    assert "organization.yaml: is not a policy file" in capsys.readouterr().err
