"""`make migration SAY="add the language of a letter"`: write the migration that brings old tables to the code's.

The one tool here that runs in the service's own environment: it asks the service's tables.
"""

from __future__ import annotations

import sys

from alembic import command
from sqlalchemy import create_engine

from handoff.migrations import config


def write_migration(say: str) -> None:
    """Compare the tables of the code with those of all migrations, in memory, and write down the difference."""
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        command.upgrade(config(connection=connection), "head")
        command.revision(config(connection=connection), message=say, autogenerate=True)
    engine.dispose()


if __name__ == "__main__":
    if len(sys.argv) == 2 and sys.argv[1].strip():
        write_migration(sys.argv[1])
    else:
        print('Say what it does: make migration SAY="add the language of a letter"', file=sys.stderr)
        sys.exit(2)
