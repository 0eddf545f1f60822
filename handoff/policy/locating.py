"""The line on which a place such as ``brand.accent`` or ``blocks.thu[0]`` stands in a policy file."""

from __future__ import annotations

from yaml import MappingNode, Node, SequenceNode, YAMLError, compose

from handoff.policy.plain_yaml import PlainLoader


def line_of(source: str, path: str) -> int | None:
    """Counted from 1: of the place itself, or of the nearest one around it that exists. None without a path."""
    if not path:
        return None
    try:
        node: Node | None = compose(source, Loader=PlainLoader)
    except YAMLError:
        return None
    line, rest = None, path
    while node is not None and rest:
        step = _step(node, rest)
        if step is None:
            break
        line, node, rest = step
    return line


def _step(node: Node, path: str) -> tuple[int, Node, str] | None:
    """One step into the file: the line, what stands there, and what is left of the path."""
    if isinstance(node, MappingNode):
        fitting = [pair for pair in node.value if _begins(path, str(pair[0].value))]
        if not fitting:
            return None
        key, value = max(fitting, key=lambda pair: len(pair[0].value))  # keys hold dots too: C10.1 before C10
        return key.start_mark.line + 1, value, path[len(key.value) :].removeprefix(".")
    elif isinstance(node, SequenceNode) and path.startswith("["):
        place, _, rest = path[1:].partition("]")
        if not place.isdigit() or int(place) >= len(node.value):
            return None
        item = node.value[int(place)]
        return item.start_mark.line + 1, item, rest.removeprefix(".")
    else:
        return None


def _begins(path: str, key: str) -> bool:
    return path.startswith(key) and path[len(key) : len(key) + 1] in ("", ".", "[")
