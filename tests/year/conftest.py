"""The year lives in the same services as the domain's tests."""

from tests.handoff.conftest import clock, database, postgres, rasa, services, settings, sqlite_template

__all__ = ["clock", "database", "postgres", "rasa", "services", "settings", "sqlite_template"]
