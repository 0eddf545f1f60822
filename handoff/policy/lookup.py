"""An immutable, hashable table: code -> thing, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Thing = TypeVar("Thing")


class Lookup(Mapping[str, Thing]):
    """A dictionary that nobody can change, so that a policy can be shared by every task and compared by value."""

    __slots__ = ("_hash", "_things")

    def __init__(self, things: Iterable[tuple[str, Thing]] = ()) -> None:
        self._things = dict(things)
        self._hash: int | None = None

    def __getitem__(self, code: str) -> Thing:
        return self._things[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def __len__(self) -> int:
        return len(self._things)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(tuple(self._things.items()))
        return self._hash

    def __repr__(self) -> str:
        return f"Lookup({', '.join(self._things)})"
