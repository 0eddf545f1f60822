"""The organisation's own colour, as one small stylesheet over `tokens.css`: no page carries a style of its own."""

from __future__ import annotations

from hashlib import sha256

from aiohttp import web

from handoff.policy.colours import Shades, shades_of
from handoff.policy.organisation import Organisation
from handoff.web.identity import public
from handoff.web.keys import SERVICES
from handoff.web.static_files import FRESH


@public
async def stylesheet(request: web.Request) -> web.StreamResponse:
    """Answered with 304 while the policy's colours are the same."""
    css = stylesheet_of(request.app[SERVICES].policy.organisation)
    tag = sha256(css.encode()).hexdigest()[:16]
    response: web.Response
    if any(known.value == tag for known in request.if_none_match or ()):
        response = web.Response(status=304)
    else:
        response = web.Response(text=css, content_type="text/css")
    response.headers.update(FRESH)
    response.etag = tag
    return response


def stylesheet_of(organisation: Organisation) -> str:
    light = _properties(shades_of(organisation.accent, dark=False))
    dark = _properties(shades_of(organisation.accent_dark, dark=True))
    return f":root, :host {{ {light} }}\n@media (prefers-color-scheme: dark) {{ :root, :host {{ {dark} }} }}\n"


def _properties(shades: Shades) -> str:
    return (
        f"--accent: {shades.accent}; --accent-strong: {shades.strong}; "
        f"--accent-soft: {shades.soft}; --on-accent: {shades.on};"
    )
