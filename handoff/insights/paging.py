"""One page of a long list. The next one begins after a place, not after a count: the hundredth costs what the first costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, and_, or_

Line = TypeVar("Line")
PAGE = 50  # lines


@dataclass(frozen=True)
class Place:
    """Where a page ended: the moment by which the list is ordered, and the row. `phase` tells two lists in one apart."""

    phase: str
    at: datetime
    row_id: int

    def __str__(self) -> str:
        return f"{self.phase}{self.row_id}-{self.at.isoformat()}"


@dataclass(frozen=True)
class Page(Generic[Line]):
    """`next` is what the next page begins after; None on the last."""

    lines: Sequence[Line]
    next: Place | None = None


def read_place(text: str) -> Place | None:
    """A place as it came in an address. None for none, and for one that nobody has given out."""
    row_id, _, at = text[1:80].partition("-")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    if not row_id.isdecimal() or len(row_id) > 15 or moment.tzinfo is None:
        return None
    return Place(text[0], moment, int(row_id))


def after(place: Place | None, at: Any, row_id: Any, *, newest_first: bool = False) -> list[ColumnElement[bool]]:
    """The condition for what comes behind `place` in a list ordered by `at` and then `row_id`."""
    if place is None:
        return []
    beyond, further = (at < place.at, row_id < place.row_id) if newest_first else (at > place.at, row_id > place.row_id)
    return [or_(beyond, and_(at == place.at, further))]
