"""docs/architecture.md is a map of what is there: no package is missing, none is invented, the layers are the enforced ones."""

from __future__ import annotations

import re
import tomllib

from tests.support.house_rules import text_of
from tools.places import ROOT

PAGE = text_of("docs/architecture.md")
PACKAGE = ROOT / "handoff"


def named_in_the_table() -> list[str]:
    table = PAGE.partition("## Packages")[2].partition("Beside `handoff/`")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_every_package_is_on_the_map_and_everything_on_it_exists() -> None:
    there = {path.stem for path in PACKAGE.glob("*.py")} | {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    named = named_in_the_table()
    assert sorted(named) == sorted(there - {"__init__", "__main__"})


def test_the_layers_are_those_that_are_enforced() -> None:
    shown = PAGE.partition("## Layers")[2].split("```")[1].strip().splitlines()
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    assert shown == next(contract["layers"] for contract in contracts if contract["id"] == "layers")


def test_every_program_of_the_procfile_is_described() -> None:
    programs = [line.partition(":")[0] for line in text_of("Procfile").splitlines() if line and line[0] != "#"]
    assert [name for name in programs if f"| `{name}` |" not in PAGE] == []
