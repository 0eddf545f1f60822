"""Keep other sites from acting in a visitor's name, without tokens in forms.

A browser says where a request comes from: `Sec-Fetch-Site` in every current one, `Origin` in older ones and for sockets.
Programs that are no browsers send neither and carry no one's cookies. A bearer token is never sent by a browser on its own.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from handoff.errors import NotAllowed
from handoff.web.keys import SERVICES

READING = frozenset({"GET", "HEAD", "OPTIONS"})
OURS = frozenset({"same-origin", "none"})


def check_origin(request: web.Request) -> None:
    """Raise `NotAllowed` (code foreign_origin) when another site's page makes this browser act here."""
    if request.method in READING and not _is_socket(request):
        return
    if _has_token_only(request) or _may_embed(request):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    foreign = (site is not None and site not in OURS) or (origin is not None and not _is_ours(request, origin))
    if foreign:
        raise NotAllowed("This request came from another site and was not carried out.", code="foreign_origin")


def allow_embedding(request: web.Request, response: web.StreamResponse) -> None:
    """Let the pages of allowed origins read what the widget asks for."""
    response.headers.add("Vary", "Origin")
    if _may_embed(request):
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Max-Age"] = "600"


def _may_embed(request: web.Request) -> bool:
    """Only the chat is for other sites: the desk and the forms are not."""
    settings = request.app[SERVICES].settings
    return request.path.startswith("/chat/") and request.headers.get("Origin") in settings.allowed_origins


def _is_ours(request: web.Request, origin: str) -> bool:
    return origin == request.app[SERVICES].settings.address or urlsplit(origin).netloc == request.host


def _has_token_only(request: web.Request) -> bool:
    return request.headers.get("Authorization", "").startswith("Bearer ") and "Cookie" not in request.headers


def _is_socket(request: web.Request) -> bool:
    return request.headers.get("Upgrade", "").lower() == "websocket"
