"""The service of the documentation's examples: the same world as that of the service's own tests."""

from __future__ import annotations

from tests.handoff.conftest import (  # noqa: F401
    clock,
    conversation,
    customer,
    database,
    mina,
    postgres,
    rasa,
    services,
    settings,
    sqlite_template,
)
