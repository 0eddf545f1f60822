"""Bring the tables up to date, and say whether the migrations match the code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, make_url

HERE = Path(__file__).parent


def config(url: str = "sqlite://", connection: Connection | None = None) -> Config:
    """Alembic's configuration: it needs no file of its own."""
    made = Config()
    made.set_main_option("script_location", str(HERE))
    made.set_main_option("path_separator", "os")
    made.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    made.attributes["url"] = url
    made.attributes["connection"] = connection
    return made


def upgrade(url: str) -> None:
    """Bring the database at `url` up to date. The folder of an SQLite file is made when it is missing."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite" and parts.database and parts.database != ":memory:":
        Path(parts.database).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(config(url), "head")


def differences() -> list[str]:
    """What the tables of the code have and the migrations lack, or the other way round; empty when they match."""
    from handoff.schema import metadata

    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        command.upgrade(config(connection=connection), "head")
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)
    engine.dispose()
    return [str(difference) for difference in found]
