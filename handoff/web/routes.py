"""Every address of the service."""

from __future__ import annotations

from aiohttp import web

from handoff.web import brand, health, shop, static_files, surveys
from handoff.web.api.routes import API_ROUTES
from handoff.web.chat import devices, files, frame, opening, socket
from handoff.web.console.routes import ROUTES as CONSOLE_ROUTES
from handoff.web.insights.routes import ROUTES as INSIGHTS_ROUTES
from handoff.web.intake import answer_link, complain, how, track, unfinished


def routes(*, demo: bool) -> list[web.RouteDef]:
    return [
        web.get("/", shop.shop if demo else shop.entry),
        web.get("/widget.js", static_files.widget),
        web.get("/static/brand.css", brand.stylesheet),
        web.get("/static/{path:.+}", static_files.static_file),
        web.get("/favicon.ico", static_files.favicon),
        web.get("/chat/frame", frame.show),
        web.get("/chat/texts", opening.texts),
        web.get("/chat/conversations/current", opening.current_talk),
        web.post("/chat/conversations", opening.open_talk),
        web.get("/chat/files/{file}", files.get_file),
        web.get("/chat/{conversation}/socket", socket.chat_socket),
        web.post("/chat/{conversation}/files", files.add_file),
        web.options("/chat/{rest:.+}", opening.preflight),
        web.post("/chat/devices", devices.make_link),
        web.get("/continue/{token}", devices.ask),
        web.post("/continue/{token}", devices.go_on),
        web.get("/how", how.show),
        web.get("/complain", complain.show),
        web.post("/complain", complain.send),
        web.get("/unfinished/{token}", unfinished.show),
        web.post("/unfinished/{token}", unfinished.send),
        web.get("/track", track.ask),
        web.post("/track", track.look_up),
        web.post("/track/acts", track.act),
        web.get("/answer/{token}", answer_link.show),
        web.post("/answer/{token}", answer_link.send),
        web.post("/track/letter", track.letter_on_paper),
        web.get("/survey/{token}", surveys.show),
        web.post("/survey/{token}", surveys.answer),
        web.get("/healthz", health.healthz),
        web.get("/readyz", health.readyz),
        web.get("/metrics", health.metrics_page),
        *API_ROUTES,
        *INSIGHTS_ROUTES,
        *CONSOLE_ROUTES,
    ]
