"""The project keeps its own rules (STYLE.md), and each rule finds what it is there to find."""

from __future__ import annotations

import ast
import re
from pathlib import PurePosixPath

import pytest
import yaml

from tests.support.house_rules import RULES, Rule, project_files, text_of

LONGEST = 250  # lines; about 150 is the aim, here it is certain that a file holds more than one idea
NAMES_THAT_SAY_NOTHING = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "misc",
    "managers",
    "manager",
    "services",
    "service",
}


def names(rule: Rule) -> str:
    return rule.why.split(":")[0]


def python(*folders: str) -> list[str]:
    """The Python files below these folders that a person writes: not the migrations, which a program does."""
    files = (path for path in project_files() if path.endswith(".py") and "/migrations/versions/" not in path)
    return [path for path in files if path.split("/")[0] in folders]


@pytest.mark.parametrize("rule", RULES, ids=names)
def test_a_rule_finds_its_bad_lines_and_lets_its_good_lines_pass(rule: Rule) -> None:
    assert rule.bad
    assert [line for line in rule.bad if not rule.breaks(line)] == []
    assert [line for line in rule.good if rule.breaks(line)] == []


@pytest.mark.parametrize("rule", RULES, ids=names)
def test_the_project_keeps_the_rule(rule: Rule) -> None:
    broken = [place for path in project_files() if rule.concerns(path) for place in rule.broken_in(path)]
    assert broken == [], "\n" + "\n".join(broken)


def test_files_are_small() -> None:
    long = [
        f"{path}: {lines}" for path in python("handoff", "actions", "tools", "bot") if (lines := _lines(path)) > LONGEST
    ]
    assert long == []


def test_files_and_folders_have_names_that_say_something() -> None:
    parts = ((path, {PurePosixPath(part).stem for part in path.split("/")}) for path in project_files())
    assert [path for path, stems in parts if stems & NAMES_THAT_SAY_NOTHING] == []


def test_annotations_are_never_evaluated() -> None:
    files = python("handoff", "actions", "tools")
    assert [path for path in files if _needs_future(text_of(path)) and not _has_future(text_of(path))] == []
    assert _needs_future("async def post(body: str) -> None: ...\n")
    assert not _needs_future("import os\n")
    assert not _has_future("import os\n")


def test_modules_say_what_they_are() -> None:
    files = python("handoff", "actions", "tools")
    assert [path for path in files if text_of(path).strip() and not ast.get_docstring(ast.parse(text_of(path)))] == []


def test_every_yaml_file_can_be_read_and_has_no_key_twice() -> None:
    broken = []
    for path in project_files():
        if path.endswith((".yml", ".yaml")):
            broken += [f"{path}: {problem}" for problem in _problems_of_yaml(text_of(path))]
    assert broken == []


@pytest.mark.parametrize("text", ["a: 1\nb: 2\na: 3\n", "x:\n  - {a: 1, a: 2}\n", "a: [1\n"])
def test_a_key_twice_or_broken_yaml_is_found(text: str) -> None:
    assert _problems_of_yaml(text)
    assert not _problems_of_yaml("a: 1\nb: {a: 2}\n---\na: 1\n")


def test_shell_programs_say_which_shell_and_stop_at_trouble() -> None:
    programs = [path for path in project_files() if re.match(r"#!.*\b(?:ba)?sh\b", text_of(path))]
    assert programs
    assert [path for path in programs if not re.search(r"^set -\w*u", text_of(path), re.MULTILINE)] == []


def _lines(path: str) -> int:
    return text_of(path).count("\n")


def _needs_future(text: str) -> bool:
    annotated = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.AnnAssign)
    return any(isinstance(node, annotated) for node in ast.parse(text).body)


def _has_future(text: str) -> bool:
    return "from __future__ import annotations\n" in text


def _problems_of_yaml(text: str) -> list[str]:
    try:
        documents = list(yaml.compose_all(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as problem:
        return [str(problem)]
    return [problem for document in documents if document is not None for problem in _keys_twice(document)]


def _keys_twice(node: yaml.Node) -> list[str]:
    if isinstance(node, yaml.MappingNode):
        keys = [str(key.value) for key, _ in node.value]
        twice = [f"{key!r} twice, line {node.start_mark.line + 1}" for key in sorted(set(keys)) if keys.count(key) > 1]
        return twice + [problem for _, value in node.value for problem in _keys_twice(value)]
    elif isinstance(node, yaml.SequenceNode):
        return [problem for value in node.value for problem in _keys_twice(value)]
    else:
        return []
