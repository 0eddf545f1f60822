"""Many believable cases, fast: some are lived through by the real acts, and each becomes a mould from which others are cast."""

from handoff.demo.many.seeding import seed_many

__all__ = ["seed_many"]
