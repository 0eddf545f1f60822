"""The hash that ties an event to the one before it in its case."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handoff.events.log import EventRow

CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def chained(row: EventRow) -> str:
    """SHA-256 over the previous hash and the canonical JSON of everything the event says, in hexadecimal."""
    content = CANONICAL.encode(
        {
            "case": row.case_id,
            "case_number": row.case_number,
            "conversation": row.conversation_id,
            "number": row.number,
            "name": row.name,
            "public": row.public,
            "actor": row.actor,
            "at": row.at.isoformat(timespec="microseconds"),
            "data": row.data,
        }
    )
    return hashlib.sha256(f"{row.previous or ''}\n{content}".encode()).hexdigest()
