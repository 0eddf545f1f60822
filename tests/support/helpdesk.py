"""A small stand-in for the service's API, in memory, for trying the assistant without the service.

`python -m tests.support.helpdesk PORT [TOKEN]` serves it; `create_app()` gives it to a test. What was asked is in `app[STATE]`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "a-token-for-tests"
SECRET = "K7QM-2XRD-9T"


@dataclass
class State:
    """Everything the stand-in remembers. `broken` makes registering answer 503, `forgetful` keeping.

    `person_needed` is what it says of a new case.
    """

    drafts: dict[int, dict[str, Any]] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, dict[str, Any]] = field(default_factory=dict)
    handovers: list[tuple[int, str]] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    languages: dict[int, str] = field(default_factory=dict)
    case_acts: list[dict[str, Any]] = field(default_factory=list)
    survey_answers: list[dict[str, Any]] = field(default_factory=list)
    broken: bool = False
    forgetful: bool = False
    person_needed: bool = False


STATE = web.AppKey("state", State)
EXPECTED = web.AppKey("token", str)
routes = web.RouteTableDef()


def _problem(status: int, code: str) -> web.Response:
    return web.json_response({"code": code, "detail": code}, status=status)


@web.middleware
async def _token(request: web.Request, handler: Any) -> Any:
    if request.path.startswith("/api/") and request.headers.get("Authorization") != f"Bearer {request.app[EXPECTED]}":
        return _problem(401, "not_signed_in")
    return await handler(request)


@routes.get(r"/api/conversations/{id:\d+}/draft")
async def read_draft(request: web.Request) -> web.Response:
    return web.json_response({"answers": request.app[STATE].drafts.get(int(request.match_info["id"]), {})})


@routes.put(r"/api/conversations/{id:\d+}/draft")
async def keep_draft(request: web.Request) -> web.Response:
    if request.app[STATE].forgetful:
        return _problem(503, "unavailable")
    drafts, conversation = request.app[STATE].drafts, int(request.match_info["id"])
    merged = drafts.get(conversation, {}) | (await request.json())["answers"]
    drafts[conversation] = {key: value for key, value in merged.items() if value is not None}
    return web.json_response({"answers": drafts[conversation]})


@routes.post("/api/cases")
async def open_case(request: web.Request) -> web.Response:
    state, body, key = request.app[STATE], await request.json(), request.headers["Idempotency-Key"]
    if state.broken:
        return _problem(503, "unavailable")
    if key in state.by_key:
        return web.json_response(state.by_key[key])
    answers = body["answers"]
    if not (answers.get("email") or answers.get("phone") or answers.get("anonymous") or answers.get("safety")):
        return _problem(422, "contact_missing")
    number = f"PA-4821-{7735 + len(state.cases)}"
    state.cases[number] = {"number": number, "conversation": body["conversation"], "answers": answers}
    state.drafts.pop(body["conversation"], None)
    state.by_key[key] = {
        "number": number, "state": "registered", "state_text": "Registered", "person_needed": state.person_needed,
        "promises": [{"kind": "answer", "due_at": "2026-12-01T17:00:00+00:00", "text": "by Tuesday 1 December"}],
    }  # fmt: skip
    return web.json_response(state.by_key[key], status=201)


@routes.post("/api/case-lookups")
async def look_up(request: web.Request) -> web.Response:
    state, body = request.app[STATE], await request.json()
    if "number" not in body:
        return web.json_response(
            {"cases": [_seen(case) for case in state.cases.values() if case["conversation"] == body["conversation"]]}
        )
    case = state.cases.get(body["number"])
    if case is None or body["secret"] != SECRET:
        return _problem(404, "case_not_found")
    return web.json_response({"cases": [_seen(case)]})


def _seen(case: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": case["number"], "state": case.get("state", "registered"), "state_text": "It is registered.",
        "next_text": "Somebody will look into it.", "due_text": "You will hear from us by Tuesday 1 December.",
    }  # fmt: skip


@routes.post(r"/api/conversations/{id:\d+}/lines")
async def say_now(request: web.Request) -> web.Response:
    state, conversation = request.app[STATE], int(request.match_info["id"])
    if state.broken:
        return _problem(503, "unavailable")
    state.lines.append((conversation, (await request.json())["text"]))
    return web.json_response({"number": len(state.lines)}, status=201)


@routes.post(r"/api/conversations/{id:\d+}/handover")
async def hand_over(request: web.Request) -> web.Response:
    state, conversation = request.app[STATE], int(request.match_info["id"])
    state.handovers.append((conversation, (await request.json())["reason"]))
    body = {
        "speaker": "queue",
        "place": 1,
        "wait_minutes": 4,
        "within_hours": True,
        "text": "You are first in the queue.",
    }
    return web.json_response(body, status=201)


@routes.put(r"/api/conversations/{id:\d+}/language")
async def speak(request: web.Request) -> web.Response:
    request.app[STATE].languages[int(request.match_info["id"])] = (await request.json())["language"]
    return web.json_response({})


@routes.get("/api/published-information")
async def information(request: web.Request) -> web.Response:
    return web.json_response({
        "how": "Tell us here, by e-mail or by letter.", "what_to_bring": ["An order number helps."],
        "steps": ["We register it.", "A person looks into it."],
        "times": ["An answer within 10 working days."], "options": [], "outside_bodies": ["Consumer office, telephone 124"],
        "free": "Complaining is free.", "privacy": "Only those who work on it can read it.", "emergency_number": "115",
        "hours_text": "Saturday to Wednesday, 9 to 17.", "remedies": [{"code": "R14", "text": "Refund"}],
    })  # fmt: skip


@routes.get(r"/api/conversations/{id:\d+}/survey")
async def survey(request: web.Request) -> web.Response:
    choices = [*({"value": value, "text": str(value)} for value in range(1, 6)), {"value": None, "text": "cannot say"}]
    items = [{"code": code, "text": f"Question {code}", "choices": choices} for code in ("Q1", "Q2")]
    return web.json_response(
        {"survey": 7, "items": items, "comment_text": "One thing to do better?", "contact_text": "Shall we call you?"}
    )


@routes.put(r"/api/surveys/{id:\d+}/answers")
async def answer_survey(request: web.Request) -> web.Response:
    request.app[STATE].survey_answers.append(await request.json())
    return web.json_response({})


@routes.post(r"/api/conversations/{id:\d+}/case-actions")
async def act_on_case(request: web.Request) -> web.Response:
    request.app[STATE].case_acts.append(await request.json())
    return web.json_response({"text": "Passed on to the person who handles it."})


@routes.get("/state")
async def show(request: web.Request) -> web.Response:
    """What happened, for a test in another process."""
    return web.json_response(vars(request.app[STATE]))


@routes.put("/state")
async def change(request: web.Request) -> web.Response:
    for name, value in (await request.json()).items():
        setattr(request.app[STATE], name, value)
    return web.json_response({})


def create_app(token: str = TOKEN) -> web.Application:
    app = web.Application(middlewares=[_token])
    app[EXPECTED] = token
    app[STATE] = State()
    app.add_routes(routes)
    return app


if __name__ == "__main__":
    web.run_app(create_app(*sys.argv[2:3]), host="127.0.0.1", port=int(sys.argv[1]), print=None)
