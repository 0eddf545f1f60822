"""The hash that ties an event to the one before it in its case."""

from __future__ import annotations

import hashlib
import json
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handoff.events.log import EventRow

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chained(row: EventRow) -> str:
    """SHA-256 over the previous hash and the canonical JSON of everything the event says, in hexadecimal."""
    return linked(row, CANONICAL.encode(row.data))


def linked(row: EventRow, data: str) -> str:
    """The same, where `data` is the canonical JSON of the row's data already."""
    # The canonical JSON of the nine members written out: a day's check does this for every event that there is.
    at = row.at.isoformat(timespec="microseconds")
    content = (
        f'{{"actor":{quoted(row.actor)},"at":"{at}","case":{_plain(row.case_id)},"case_number":{_plain(row.case_number)},'
        f'"conversation":{_plain(row.conversation_id)},"data":{data},"name":{quoted(row.name)},'
        f'"number":{_plain(row.number)},"public":{"true" if row.public else "false"}}}'
    )
    return hashlib.sha256(f"{row.previous or ''}\n{content}".encode()).hexdigest()


def _plain(number: int | None) -> str:
    return "null" if number is None else str(number)
