"""What happened: one table, written in the same transaction as the change itself.

The log is the case's timeline, its audit trail (a hash chain per case), the source of every figure, and how a socket that
was away catches up. No personal data stands in an event: ids and codes only.
"""

from handoff.events.chain import Broken, verify_case, verify_everything
from handoff.events.holding import hold
from handoff.events.log import Event, EventRow, note, of_case, record, since, take_number, topics
from handoff.events.numbering import Stream

__all__ = [
    "Broken",
    "Event",
    "EventRow",
    "Stream",
    "hold",
    "note",
    "of_case",
    "record",
    "since",
    "take_number",
    "topics",
    "verify_case",
    "verify_everything",
]
