"""What stays and what differs in a row, from copy to copy: ids, moments, names, keys, and whatever is unique.

Sealed content is known by opening it, an id anywhere by its range (see `living`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, LargeBinary, Table

from handoff.cases.prints import Print, told_of
from handoff.demo.many.cast import Cast
from handoff.demo.many.life import Life
from handoff.demo.many.living import FIRST_ID
from handoff.schema import metadata
from handoff.sealing import SealBroken, Sealer

Fill = Callable[[Cast], Any]
Row = dict[str, Any]
# The words of letters name dates that a copy does not have; that they were written and sent is copied.
LEFT_OUT = {("letters", "text"), ("letters", "html")}
ID = re.compile(r"(?<!\d)4\d{12}(?!\d)")
MOMENT = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
STAMP = re.compile(r"(?<!\d)\d{8}T\d{6}(?!\d)")


@dataclass(frozen=True)
class Shape:
    """One row: the columns that are the same in every copy, and how the others are filled."""

    fixed: Row
    filled: tuple[tuple[str, Fill], ...]

    def cast(self, cast: Cast) -> Row:
        row = self.fixed.copy()
        for name, fill in self.filled:
            row[name] = fill(cast)
        return row


class Shaper:
    """Finds what differs in the rows of one case."""

    def __init__(
        self, sealer: Sealer, keys: Mapping[str, bytes], staff: set[int], life: Life, rows: Mapping[str, Sequence[Row]]
    ) -> None:
        self._sealer, self._keys, self._life = sealer, keys, life
        self._case = rows["cases"][0]
        self._known = staff | {row["id"] for content in rows.values() for row in content if "id" in row}
        self._texts = {
            "number": self._case["number"], "order": life.order, "name": life.who.name, "email": life.who.email,
            "phone": life.who.phone,
        }  # fmt: skip
        told = told_of(name=life.who.name, email=life.who.email, phone=life.who.phone, order=life.order)
        self._prints = {sealer.fingerprint(one): place for place, one in enumerate(told)}
        self._email_print = sealer.fingerprint(life.who.email)

    def is_whole(self, table: str, row: Row) -> bool:
        """Whether all it needs is of this case too; what ties it to others is left out."""
        columns = metadata.tables[table].columns
        return all(
            row[column.name] in self._known
            for column in columns
            if column.foreign_keys and not column.nullable and isinstance(row[column.name], int)
        )

    def shape(self, table: Table, row: Row) -> Shape:
        fixed, filled = {}, []
        for column in table.columns:
            value = None if (table.name, column.name) in LEFT_OUT else row[column.name]
            fill = None if value is None else self._fill(table, column, value)
            if fill is None:
                fixed[column.name] = value
            else:
                filled.append((column.name, fill))
        return Shape(fixed, tuple(filled))

    def _fill(self, table: Table, column: Column[Any], value: Any) -> Fill | None:
        """How this column is filled in a copy; None when it is the same in all."""
        if (table.name, column.name) in SPECIAL:
            return SPECIAL[table.name, column.name](value)
        elif isinstance(column.type, LargeBinary):
            return self._sealed(table.name, column.name, value)
        elif isinstance(value, date):  # a moment is a date too
            return lambda cast: value + cast.later
        elif column.name.endswith("_print"):
            assert value == self._email_print, (
                f"{table.name}.{column.name} is a print of something that is not known here"
            )
            return lambda cast: cast.email_print
        elif table is Print.__table__ and column.name == "value":
            place = self._prints[value]
            return lambda cast: cast.prints[place]
        found = self._anywhere(value)
        if found is None and isinstance(value, str) and _unique(table, column):
            return lambda cast: cast.unlike(value)
        return found

    def _anywhere(self, value: Any) -> Fill | None:
        """Ids and moments in a value of JSON or a text."""
        if isinstance(value, bool):
            return None
        elif isinstance(value, int) and value >= FIRST_ID:
            return (lambda cast: cast.ids[value]) if value in self._known else (lambda cast: None)
        elif isinstance(value, str):
            return self._in_text(value)
        elif isinstance(value, Mapping):
            parts = {key: self._anywhere(part) for key, part in value.items()}
            if not any(parts.values()):
                return None
            return lambda cast: {key: fill(cast) if (fill := parts[key]) else part for key, part in value.items()}
        elif isinstance(value, list | tuple):
            fills = [self._anywhere(part) for part in value]
            if not any(fills):
                return None
            return lambda cast: [fill(cast) if fill else part for fill, part in zip(fills, value, strict=True)]
        else:
            return None

    def _in_text(self, value: str) -> Fill | None:
        if MOMENT.match(value):
            moment = datetime.fromisoformat(value)
            return lambda cast: (moment + cast.later).isoformat()
        elif value == self._case["number"]:
            return lambda cast: cast.texts["number"]
        elif not any(int(found) in self._known for found in ID.findall(value)) and not STAMP.search(value):
            return None  # digits that only look like an id stand in many a hash

        def fill(cast: Cast) -> str:
            text = ID.sub(lambda found: str(cast.ids.get(int(found[0]), found[0])), value)
            return STAMP.sub(lambda found: _shifted(found[0], cast.later), text)

        return fill

    def _sealed(self, table: str, column: str, blob: bytes) -> Fill:
        for owner in (f"case:{self._case['id']}", f"conversation:{self._case['conversation_id']}"):
            try:
                text = self._sealer.unseal(self._keys[owner], blob, owner)
            except (SealBroken, KeyError):
                continue
            kind, parts = owner.partition(":")[0], self._parts(text)
            return lambda cast: cast.seal(kind, "".join([cast.texts[of] if of else part for of, part in parts]))
        raise AssertionError(f"{table}.{column} opens with no key of its case")

    def _parts(self, text: str) -> list[tuple[str, str]]:
        """The text in pieces: ("", as it is) or (which of the texts that differ, "")."""
        wanted = {found: of for of, found in self._texts.items() if found}
        pieces = re.split("(" + "|".join(map(re.escape, wanted)) + ")", text)
        return [(wanted.get(piece, ""), "" if piece in wanted else piece) for piece in pieces if piece]


def _unique(table: Table, column: Column[Any]) -> bool:
    return bool(column.unique) or column.primary_key


def _shifted(stamp: str, later: timedelta) -> str:
    return f"{datetime.strptime(stamp, '%Y%m%dT%H%M%S') + later:%Y%m%dT%H%M%S}"  # noqa: DTZ007


SPECIAL: dict[tuple[str, str], Callable[[Any], Fill]] = {
    ("cases", "number"): lambda _: lambda cast: cast.texts["number"],
    ("cases", "idempotency_key"): lambda _: lambda cast: cast.idempotency_key,
    ("customers", "session_hash"): lambda _: lambda cast: None,  # nobody comes back to a talk that was never held
    ("conversations", "sender_name"): lambda value: lambda cast: cast.unlike(value),
    ("surveys", "items"): lambda _: lambda cast: cast.survey_items,
    ("surveys", "answers"): lambda given: (lambda cast: cast.scores()) if given else (lambda cast: {}),
}
