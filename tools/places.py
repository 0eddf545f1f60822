"""Where things lie and on which ports the programs listen: the one page that the other tools ask."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parent.parent


class Unusable(Exception):
    """Something is missing or wrong that a person must mend; the message says what and how."""


@dataclass(frozen=True)
class Places:
    """The folders of one checkout."""

    root: Path = ROOT

    @property
    def var(self) -> Path:
        return self.root / "var"

    @property
    def logs(self) -> Path:
        return self.var / "log"

    @property
    def state(self) -> Path:
        """What the supervisor started: process ids with their start times."""
        return self.var / "run" / "programs.json"

    @property
    def python(self) -> Path:
        """The interpreter of the service's own environment."""
        return self.root / ".venv" / "bin" / "python"


@dataclass(frozen=True)
class Ports:
    """Where the three programs listen on loopback, with the variable that moves each."""

    service: int = 8080
    actions: int = 5055
    bot: int = 5005

    VARIABLES: ClassVar[dict[str, str]] = {
        "service": "PASOKH_PORT",
        "actions": "PASOKH_ACTIONS_PORT",
        "bot": "PASOKH_BOT_PORT",
    }

    @classmethod
    def chosen(cls, environment: Mapping[str, str]) -> Ports:
        """Read the ports from the environment. Raises `Unusable` when one is no port or two are the same."""
        numbers = {part: _number(variable, environment, getattr(cls, part)) for part, variable in cls.VARIABLES.items()}
        if len(set(numbers.values())) < len(numbers):
            told = ", ".join(f"{cls.VARIABLES[part]}={number}" for part, number in numbers.items())
            raise Unusable(f"The three programs need three different ports, but these are: {told}")
        return cls(**numbers)

    def named(self) -> dict[str, int]:
        return {part: getattr(self, part) for part in self.VARIABLES}

    @property
    def address(self) -> str:
        """The address of the service, without a slash at the end."""
        return f"http://127.0.0.1:{self.service}"


def read_assignments(file: Path) -> dict[str, str]:
    """The NAME=value lines of a file such as .env; empty when there is no file."""
    if not file.exists():
        return {}
    lines = (line.strip().removeprefix("export ") for line in file.read_text(encoding="utf-8").splitlines())
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, value in pairs}


def chosen_environment(places: Places) -> dict[str, str]:
    """The environment a person chose: what the shell says, and .env for what it does not say."""
    return read_assignments(places.root / ".env") | dict(os.environ)


def _number(variable: str, environment: Mapping[str, str], default: int) -> int:
    text = environment.get(variable) or str(default)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Unusable(f"{variable}={text} is not a port; it must be a number from 1 to 65535.")
    return int(text)
