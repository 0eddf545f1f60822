"""Which pieces of text a regular expression cannot do without: to look for them first costs a fiftieth of trying the expression.

"(?:gas|smoke) (?:leak|alarm)s?" needs "leak" or "alarm". Where neither stands there is no match, and a message is compared with
hundreds of expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import Pattern
from typing import Any

try:
    from re import _constants as kinds  # type: ignore[attr-defined]
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # before Python 3.11 it had another name
    import sre_constants as kinds
    import sre_parse as parser

_SHORTEST = 2  # letters; a single one is in nearly every text
_MOST = 24  # pieces; more take as long as the expression

Pieces = frozenset[str]


def needed(rule: Pattern[str]) -> Pieces | None:
    """Pieces of which at least one is in every match of `rule`, or None when it has none that are worth looking for."""
    return None if rule.flags & re.IGNORECASE else _of_all(parser.parse(rule.pattern, rule.flags))


def _of_all(parts: Iterable[Any]) -> Pieces | None:
    """One thing after the other: the best of what any of them needs."""
    best: Pieces | None = None
    run = ""
    for kind, value in [*parts, (None, None)]:
        if kind is kinds.LITERAL:
            run += chr(value)
            continue
        for pieces in (frozenset({run}) if run else None, _of(kind, value)):
            best = _better(best, pieces)
        run = ""
    return best


def _of(kind: Any, value: Any) -> Pieces | None:
    if kind is kinds.SUBPATTERN:
        return _of_all(value[3])
    elif kind is kinds.BRANCH:
        return _of_any(value[1])
    elif kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT) and value[0] > 0:
        return _of_all(value[2])
    else:
        return None


def _of_any(branches: Iterable[Any]) -> Pieces | None:
    """One thing or the other: all that any of them needs, if each needs something."""
    pieces = [_of_all(branch) for branch in branches]
    return frozenset().union(*(each for each in pieces if each)) if all(pieces) else None


def _better(one: Pieces | None, other: Pieces | None) -> Pieces | None:
    worth = [pieces for pieces in (one, other) if pieces and len(pieces) <= _MOST and _shortest(pieces) >= _SHORTEST]
    return max(worth, key=lambda pieces: _shortest(pieces) - len(pieces) / 4, default=None)


def _shortest(pieces: Pieces) -> int:
    return min(map(len, pieces))
