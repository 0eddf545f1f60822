"""The addresses of confidentiality."""

from __future__ import annotations

from aiohttp import web

from handoff.web.console.privacy import copies, erasures, holds, logs, opening_up

CASE = "/console/cases/{number}"

PRIVACY_ROUTES = [
    web.post(f"{CASE}/unmasking", opening_up.open_up),
    web.post(f"{CASE}/namings", opening_up.name_somebody),
    web.post(f"{CASE}/special", opening_up.mark),
    web.post(f"{CASE}/holds", holds.place_on_case),
    web.post(f"{CASE}/copy", copies.export),
    web.get(f"{CASE}/log", logs.show),
    web.get("/console/files/{file}/original", logs.original),
    web.get("/console/privacy", holds.show_overview),
    web.post("/console/privacy/ends/decision", holds.decide_on_ends),
    web.get("/console/privacy/holds", holds.show),
    web.post("/console/privacy/holds", holds.place),
    web.post("/console/privacy/holds/{hold}/lift-request", holds.ask_to_lift),
    web.post("/console/privacy/holds/{hold}/lifting", holds.agree_to_lift),
    web.post("/console/privacy/holds/{hold}/review", holds.keep_on),
    web.get("/console/privacy/erasures", erasures.show_all),
    web.post("/console/privacy/erasures", erasures.receive),
    web.get("/console/privacy/erasures/{request}", erasures.show),
    web.post("/console/privacy/erasures/{request}/identity", erasures.identify),
    web.post("/console/privacy/erasures/{request}/items/{item}", erasures.settle),
    web.post("/console/privacy/erasures/{request}/answer", erasures.answer),
    web.get("/console/privacy/unmaskings", opening_up.show_opened),
    web.post("/console/privacy/unmaskings/{unmasking}/looked-over", opening_up.looked_over),
]
