"""The service as others meet it: over HTTP and sockets."""

from __future__ import annotations

import pytest

from handoff.web.identity import CUSTOMER_COOKIE
from handoff.web.server import make_web_app


@pytest.fixture
async def app(services):
    return make_web_app(services)


@pytest.fixture
async def client(app, aiohttp_client):
    """Nobody in particular."""
    return await aiohttp_client(app)


@pytest.fixture
async def sara(app, aiohttp_client, customer):
    """The browser of Sara, who has a talk here."""
    return await aiohttp_client(app, cookies={CUSTOMER_COOKIE: customer.cookie})
