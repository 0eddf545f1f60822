"""Which texts there are to translate: found in the code and the templates, never listed by hand.

In Python: calls of `translate`, `plural`, `mark`, `mark_plural`, `_`, `gettext`, `ngettext` with literal texts, and the
messages of problems (`message = "…"` in the class, or `raise SomeProblem("…")`). In templates: `_`, `gettext`,
`ngettext` and {% trans %}.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from babel.messages.extract import extract

# Where the texts stand among the arguments, counted from 0.
_KEYWORDS: Final = {
    "translate": (1,),
    "plural": (1, 2),
    "mark": (0,),
    "mark_plural": (0, 1),
    "_": (0,),
    "gettext": (0,),
    "ngettext": (0, 1),
}
_TEMPLATES: Final = ("*.html", "*.txt", "*.svg")


class Text(NamedTuple):
    """An English text, with its plural where it has one, and where it stands ("cases/opening.py:12")."""

    text: str
    plural: str | None
    where: str


def texts_in(folder: Path) -> Iterator[Text]:
    """Every text in the Python files and the templates under `folder`. SyntaxError or jinja2's for a broken file."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))}
    problems = _problems(trees.values())
    for path, tree in trees.items():
        for text in _python_texts(tree, problems):
            yield text._replace(where=f"{path.relative_to(folder)}:{text.where}")
    for pattern in _TEMPLATES:
        for path in sorted(folder.rglob(pattern)):
            if "templates" in path.relative_to(folder).parts:
                yield from _template_texts(path, str(path.relative_to(folder)))


def _problems(trees: Iterable[ast.Module]) -> set[str]:
    """The names of all classes that are problems, through any number of parents."""
    parents = {
        node.name: {_name(base) for base in node.bases}
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    found = {"Problem"}
    while grown := {name for name, bases in parents.items() if bases & found} - found:
        found |= grown
    return found


def _python_texts(tree: ast.Module, problems: set[str]) -> Iterator[Text]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call_texts(node, _places(node.func, problems))
        elif isinstance(node, ast.ClassDef) and node.name in problems:
            for line in node.body:
                if isinstance(line, ast.AnnAssign | ast.Assign) and "message" in _targets(line):
                    yield from (Text(text, None, str(line.lineno)) for text in _literals(line.value))


def _places(called: ast.expr, problems: set[str]) -> tuple[int, ...]:
    name = _name(called)
    if name in problems:
        return (0,)
    elif isinstance(called, ast.Attribute) and _name(called.value) not in ("i18n", "catalogue"):
        return ()  # a method that happens to have the name, as str.translate
    else:
        return _KEYWORDS.get(name, ())


def _call_texts(call: ast.Call, places: tuple[int, ...]) -> Iterator[Text]:
    arguments = [_literals(call.args[place]) if place < len(call.args) else [] for place in places]
    if len(arguments) == 1:
        yield from (Text(text, None, str(call.lineno)) for text in arguments[0])
    elif len(arguments) == 2 and arguments[0] and arguments[1]:
        yield Text(arguments[0][0], arguments[1][0], str(call.lineno))


def _literals(node: ast.expr | None) -> list[str]:
    """The text, or both texts of `a if … else b`; nothing when it is only known when the program runs."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    elif isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    elif isinstance(node, ast.Call) and _name(node.func) == "mark" and node.args:
        return _literals(node.args[0])
    else:
        return []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _targets(line: ast.AnnAssign | ast.Assign) -> set[str]:
    return {_name(target) for target in ([line.target] if isinstance(line, ast.AnnAssign) else line.targets)}


def _template_texts(path: Path, where: str) -> Iterator[Text]:
    options = {"silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2)}
    with path.open("rb") as file:
        for line, message, _comments, _context in extract("jinja2", file, keywords, options=options):
            if isinstance(message, tuple):
                yield Text(message[0], message[1], f"{where}:{line}")
            else:
                yield Text(message, None, f"{where}:{line}")
