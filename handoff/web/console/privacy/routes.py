"""The addresses of confidentiality."""

from __future__ import annotations

from aiohttp import web

from handoff.web.console.privacy import opening_up

CASE = "/console/cases/{number}"

PRIVACY_ROUTES = [
    web.post(f"{CASE}/unmasking", opening_up.open_up),
    web.post(f"{CASE}/namings", opening_up.name_somebody),
    web.post(f"{CASE}/special", opening_up.mark),
    web.get("/console/privacy/unmaskings", opening_up.show_opened),
    web.post("/console/privacy/unmaskings/{unmasking}/looked-over", opening_up.looked_over),
]
