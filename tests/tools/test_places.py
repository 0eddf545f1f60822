"""What a person may choose: ports and a .env file."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tools.demo_secrets import NAMES, keep_secrets
from tools.listening import is_taken, require_free
from tools.places import Places, Ports, Unusable, chosen_environment, read_assignments


def test_ports_have_defaults_and_follow_the_environment() -> None:
    assert Ports.chosen({}) == Ports(8080, 5055, 5005)
    assert Ports.chosen({"PASOKH_PORT": "9000", "PASOKH_BOT_PORT": ""}) == Ports(9000, 5055, 5005)


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "۸۰۸۰", "80 80"])
def test_a_port_that_is_none_is_named_with_its_variable(text: str) -> None:
    with pytest.raises(Unusable, match="PASOKH_PORT="):
        Ports.chosen({"PASOKH_PORT": text})


def test_two_programs_may_not_have_one_port() -> None:
    with pytest.raises(Unusable, match=r"PASOKH_PORT=5005.*PASOKH_BOT_PORT=5005"):
        Ports.chosen({"PASOKH_PORT": "5005"})


def test_a_taken_port_is_told_with_a_way_out() -> None:
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        taken = stranger.getsockname()[1]
        assert is_taken(taken)
        with pytest.raises(Unusable, match=rf"Port {taken} \(service\) [\s\S]*PASOKH_PORT=\d+ make run") as problem:
            require_free(Ports(taken, 1, 2))
        offered = int(str(problem.value).rpartition("PASOKH_PORT=")[2].split()[0])
        assert offered != taken
        assert not is_taken(offered)
    assert not is_taken(taken)


def test_the_shell_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("# ours\nexport PASOKH_PORT=8001\nPASOKH_POLICY='a folder'\n\nno assignment\n")
    monkeypatch.setenv("PASOKH_PORT", "8002")
    chosen = chosen_environment(Places(tmp_path))
    assert chosen["PASOKH_PORT"] == "8002"
    assert chosen["PASOKH_POLICY"] == "a folder"


def test_the_demos_secrets_are_made_once_and_are_the_owners_alone(tmp_path: Path) -> None:
    first = keep_secrets(Places(tmp_path))
    file = tmp_path / "var" / "secrets.env"
    assert set(first) == set(NAMES)
    assert all(len(value) >= 32 for value in first.values())
    assert file.stat().st_mode & 0o777 == 0o600
    assert keep_secrets(Places(tmp_path)) == first == read_assignments(file)


def test_a_missing_secret_is_added_and_the_others_stay(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secrets.env").write_text("PASOKH_SECRET_KEY=kept\n")
    kept = keep_secrets(Places(tmp_path))
    assert kept["PASOKH_SECRET_KEY"] == "kept"
    assert len(kept["PASOKH_API_TOKEN"]) >= 32
