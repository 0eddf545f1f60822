"""What stays and what differs in a row, from copy to copy: ids, moments, names, keys, and whatever is unique.

Sealed content is known by opening it, an id anywhere by its range (see `living`). JSON is kept as the text that it is
stored as, in its canonical form: hashing and writing a copy of an event then encode nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, Table

from handoff.cases.prints import Print, told_of
from handoff.demo.many.cast import Cast
from handoff.demo.many.life import Life
from handoff.demo.many.living import FIRST_ID
from handoff.events.hashing import CANONICAL
from handoff.schema import metadata
from handoff.sealing import SealBroken, Sealer

Fill = Callable[[Cast], Any]
Row = dict[str, Any]
# The words of letters name dates that a copy does not have; that they were written and sent is copied.
LEFT_OUT = {("letters", "text"), ("letters", "html")}
ID = re.compile(r"(?<!\d)4\d{12}(?!\d)")
ALIEN = re.compile(r"(?<=[\[:,])4\d{12}(?=[\],}])")  # a number in JSON, and not part of a text
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:[+-]\d\d:\d\d)?"
STAMP = r"(?<!\d)\d{8}T\d{6}(?!\d)"
STAMPED = "%Y%m%dT%H%M%S"


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
        self._varying = re.compile(f"({ID.pattern}|{MOMENT}|{STAMP}|{re.escape(self._case['number'])})")
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
        fixed: Row = {}
        filled: list[tuple[str, Fill]] = []
        for column in table.columns:
            value = None if (table.name, column.name) in LEFT_OUT else row[column.name]
            fill = None if value is None else self._fill(table, column, value)
            if isinstance(fill, str):
                fixed[column.name] = fill
            elif fill is None:
                fixed[column.name] = value
            else:
                filled.append((column.name, fill))
        return Shape(fixed, tuple(filled))

    def _fill(self, table: Table, column: Column[Any], value: Any) -> Fill | str | None:
        """How this column is filled in a copy; None when it is the same in all; a text when it is this JSON in all."""
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
        elif isinstance(column.type, JSON):
            return self._in_json(CANONICAL.encode(value))
        elif isinstance(value, int) and not isinstance(value, bool) and value >= FIRST_ID:
            return (lambda cast: cast.ids[value]) if value in self._known else (lambda cast: None)
        elif not isinstance(value, str):
            return None
        found = self._in_text(value)
        if found is None and _unique(table, column):
            return lambda cast: cast.unlike(value)
        return found

    def _in_json(self, text: str) -> Fill | str:
        """Ids, moments and the case's number, wherever they stand in it. An id that is not of this case becomes null."""
        kept = ALIEN.sub(lambda found: found[0] if int(found[0]) in self._known else "null", text)
        return self._in_text(kept) or kept

    def _in_text(self, value: str) -> Fill | None:
        pieces = [self._piece(piece) or piece for piece in self._varying.split(value)]
        if all(isinstance(piece, str) for piece in pieces):
            return None  # digits that only look like an id stand in many a hash
        return lambda cast: "".join([piece if isinstance(piece, str) else piece(cast) for piece in pieces])

    def _piece(self, piece: str) -> Fill | None:
        if piece == self._case["number"]:
            return lambda cast: cast.texts["number"]
        elif ID.fullmatch(piece) and int(piece) in self._known:
            known = int(piece)
            return lambda cast: str(cast.ids[known])
        elif re.fullmatch(MOMENT, piece):
            moment = datetime.fromisoformat(piece)
            return lambda cast: (moment + cast.later).isoformat()
        elif re.fullmatch(STAMP, piece):
            stamp = datetime.strptime(piece, STAMPED)  # noqa: DTZ007
            return lambda cast: f"{stamp + cast.later:{STAMPED}}"
        else:
            return None

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


SPECIAL: dict[tuple[str, str], Callable[[Any], Fill]] = {
    ("cases", "number"): lambda _: lambda cast: cast.texts["number"],
    ("cases", "idempotency_key"): lambda _: lambda cast: cast.idempotency_key,
    ("customers", "session_hash"): lambda _: lambda cast: None,  # nobody comes back to a talk that was never held
    ("conversations", "sender_name"): lambda value: lambda cast: cast.unlike(value),
    ("surveys", "items"): lambda _: lambda cast: CANONICAL.encode(cast.survey_items),
    ("surveys", "answers"): lambda given: lambda cast: CANONICAL.encode(cast.scores() if given else {}),
}
