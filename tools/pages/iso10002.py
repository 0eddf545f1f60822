"""docs/iso10002.md: what the standard asks, what does it here, and which test shows it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.places import ROOT

DATA = ROOT / "docs" / "iso10002.yaml"
TESTS = ROOT / "tests"
ID = re.compile(r"AT-(?:[4-8]\.\d+|[A-I])\b")
FIRST_WORDS = re.compile(rf"(?:{ID.pattern}(?:, | and )?)+:")

HEAD = """# ISO 10002, clause by clause

ISO 10002:2018 is guidance for handling complaints. Pasokh helps an organisation to work in line with it and produces evidence;
software alone makes nobody conform, and this page claims nothing of the kind. Everything here is in our own words: buy the
standard and read it beside this page. Each row has an id, and a test that carries it: `make test` runs them all.

Made by `python -m tools.documenting` from [iso10002.yaml](iso10002.yaml) and the docstrings of the tests; do not edit it here.
"""


@dataclass(frozen=True)
class Proof:
    """`id` is AT-…; `shows` is what a test has to show. `open`: it is not built, or not shown, yet, and we say so."""

    id: str
    clause: str
    about: str
    does: str
    where: str
    shows: str
    open: bool = False


@dataclass(frozen=True)
class Shown:
    """A test that shows something of the standard."""

    file: str
    name: str
    ids: tuple[str, ...]


def proofs(data: Path = DATA) -> list[Proof]:
    found: dict[str, Any] = yaml.safe_load(data.read_text(encoding="utf-8"))
    return [Proof(**row) for row in found["proofs"]]


def shown(folder: Path = TESTS) -> Iterator[Shown]:
    """Every test whose docstring begins with an id, or with several ("AT-7.3, AT-7.4: …")."""
    for path in sorted(folder.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                first = FIRST_WORDS.match(ast.get_docstring(node) or "")
                if first:
                    yield Shown(str(path.relative_to(folder.parent)), node.name, tuple(ID.findall(first[0])))


def by_id(tests: list[Shown]) -> Mapping[str, list[Shown]]:
    named = {name for test in tests for name in test.ids}
    return {name: [test for test in tests if name in test.ids] for name in named}


def missing(tests: list[Shown] | None = None) -> list[str]:
    """What the list asks for and no test shows."""
    found = by_id(list(shown()) if tests is None else tests)
    return [proof.id for proof in proofs() if proof.id not in found]


def page() -> str:
    tests = list(shown())
    found, lacking = by_id(tests), missing(tests)
    lines = [HEAD]
    for title, begins in (
        ("Principles", "4"), ("Framework", "5"), ("Planning and design", "6"), ("Operation", "7"),
        ("Keeping and improving it", "8"), ("Annexes", "A"),
    ):  # fmt: skip
        lines += [
            f"## {title}",
            "",
            "| clause | what Pasokh does | what is shown | tests |",
            "| --- | --- | --- | --- |",
        ]
        lines += [_row(proof, found.get(proof.id, [])) for proof in proofs() if proof.clause.startswith(begins)]
        lines.append("")
    lines += ["## Not shown by a test yet", ""]
    lines.append(", ".join(lacking) + "." if lacking else "Nothing: every row above has its test.")
    return "\n".join(lines) + "\n"


def _row(proof: Proof, tests: list[Shown]) -> str:
    named = " ".join(f"[`{test.name}`](../{test.file})" for test in tests) or "none yet"
    does = f"{proof.does} (`{proof.where}`)"
    return f"| **{proof.clause}** {proof.about} ({proof.id}) | {does} | {proof.shows} | {named} |"
