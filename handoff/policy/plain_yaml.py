"""YAML without its surprises.

YAML 1.1 turns a bare ``on``, ``yes`` or ``no`` into a boolean, ``17:00`` into 1020 and a date into an object, and it
lets the second of two equal keys win in silence. A policy has opening hours, dates and Persian prose in it, so only
true, false, null and plain numbers are converted here, and a repeated key is an error.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

from yaml import CSafeLoader, MappingNode, MarkedYAMLError, YAMLError, load

from handoff.policy.broken import PolicyBroken


def parse(file: str, source: str) -> Any:
    """The content of a policy file as plain dicts, lists, texts, numbers; PolicyBroken with the line when it is no YAML."""
    try:
        return load(source, Loader=PlainLoader)  # noqa: S506  (derived from CSafeLoader: it builds no objects)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = f"line {mark.line + 1}" if mark else ""
        raise PolicyBroken(file, line, problem.problem or "is not YAML") from problem
    except YAMLError as problem:
        raise PolicyBroken(file, "", f"is not YAML ({problem})") from problem


class PlainLoader(CSafeLoader):
    def construct_mapping(self, node: MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise MarkedYAMLError(problem=f"the key “{key}” stands here twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


PlainLoader.yaml_implicit_resolvers = {}  # without this the first addition would copy those of CSafeLoader
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|false)\Z"), list("tf"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(null|~|)\Z"), ["n", "~", ""])
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(0|[1-9][0-9]*)\Z"), list("-0123456789"))
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"-?[0-9]+\.[0-9]+\Z"), list("-0123456789"))
