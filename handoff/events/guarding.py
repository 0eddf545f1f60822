"""The database itself refuses to change or delete an event. Made by a migration; here it is checked that nobody took it away."""

from __future__ import annotations

from sqlalchemy import text

from handoff.db import Transaction

TRIGGERS = ("events_are_never_changed", "events_are_never_deleted")
REFUSED = "events are only ever added"
SQLITE = tuple(
    f"create trigger {name} before {what} on events begin select raise(abort, '{REFUSED}'); end"
    for name, what in zip(TRIGGERS, ("update", "delete"), strict=True)
)
POSTGRESQL = (
    f"create function refuse_to_touch_events() returns trigger language plpgsql as $$ begin raise exception '{REFUSED}'; end $$",
    *(
        f"create trigger {name} before {what} on events for each statement execute function refuse_to_touch_events()"
        for name, what in zip(TRIGGERS, ("update", "delete or truncate"), strict=True)
    ),
)
SQLITE_DROP = tuple(f"drop trigger if exists {name}" for name in TRIGGERS)
POSTGRESQL_DROP = (
    *(f"drop trigger if exists {name} on events" for name in TRIGGERS),
    "drop function if exists refuse_to_touch_events()",
)


async def guards_missing(tx: Transaction) -> list[str]:
    """The triggers that ought to stand and do not."""
    if tx.get_bind().dialect.name == "postgresql":
        query = text("select tgname from pg_trigger where not tgisinternal and tgenabled <> 'D'")
    else:
        query = text("select name from sqlite_master where type = 'trigger'")
    standing = set((await tx.scalars(query)).all())
    return [name for name in TRIGGERS if name not in standing]
