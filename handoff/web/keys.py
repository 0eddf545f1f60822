"""What hangs on the application and on a request, each with its type."""

from __future__ import annotations

import weakref

from aiohttp import web
from jinja2 import Environment

from handoff.app import Services
from handoff.customers import Customer
from handoff.staff import Agent
from handoff.web.limits import Limits

SERVICES = web.AppKey("services", Services)
TEMPLATES = web.AppKey("templates", Environment)
LIMITS = web.AppKey("limits", Limits)
SOCKETS: web.AppKey[weakref.WeakSet[web.WebSocketResponse]] = web.AppKey("sockets", weakref.WeakSet)

REQUEST_ID = web.RequestKey("request_id", str)
CUSTOMER = web.RequestKey("customer", Customer)
AGENT = web.RequestKey("agent", Agent)
