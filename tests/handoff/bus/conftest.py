"""A Redis for the bus: any running one will do, since each test has its own prefix."""

from __future__ import annotations

import os
import uuid

import pytest


@pytest.fixture
def redis_url() -> str:
    return os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


@pytest.fixture
def bus_prefix() -> str:
    return f"pasokh-test-{uuid.uuid4().hex[:12]}"
