"""What a browser is told to refuse, on every answer."""

from __future__ import annotations

from aiohttp import web

from handoff.web.keys import REQUEST_ID, SERVICES
from handoff.web.origins import allow_embedding

PAGES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'{sockets}; "
    "form-action 'self'; frame-ancestors {around}; base-uri 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FRAMED = "/chat/frame"  # the chat in a frame on the pages of allowed sites, and on no others
EMBEDDED = ("/static/", "/widget.js")  # another site's page loads these


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Signal on_response_prepare: also reaches files and errors."""
    if isinstance(response, web.WebSocketResponse):
        return  # no page: and headers would be kept for as long as the socket lasts
    settings = request.app[SERVICES].settings
    response.headers.update(ALWAYS)
    # Old Safari does not count ws://host as 'self'.
    sockets = f" {'wss' if settings.secure else 'ws'}://{request.host}"
    around = " ".join(["'self'", *settings.allowed_origins]) if request.path == FRAMED else "'none'"
    response.headers.setdefault("Content-Security-Policy", PAGES.format(sockets=sockets, around=around))
    embedded = request.path.startswith(EMBEDDED)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if embedded else "same-site")
    if embedded:
        response.headers["Access-Control-Allow-Origin"] = "*"
    elif request.path.startswith("/chat/"):
        allow_embedding(request, response)
    if settings.secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if (name := request.get(REQUEST_ID)) is not None:
        response.headers["X-Request-ID"] = name
