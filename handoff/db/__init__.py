"""The database: the base of every table, the transaction everything happens in, and the keys of what is sealed."""

from handoff.db.base import Base, UTCDateTime
from handoff.db.transaction import Database, Transaction
from handoff.db.writing import change, changes, insert_once

__all__ = ["Base", "Database", "Transaction", "UTCDateTime", "change", "changes", "insert_once"]
