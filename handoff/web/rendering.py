"""Pages in the reader's language, and the small shapes that answers have."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handoff.errors import Problem
from handoff.i18n import LANGUAGES, known, negotiate, translate
from handoff.i18n.templates import speak
from handoff.web.keys import SERVICES, TEMPLATES

FOLDER = Path(__file__).parent / "templates"
LANGUAGE_COOKIE = "pasokh_language"
A_YEAR = 365 * 24 * 60 * 60


def make_templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    speak(environment)
    return environment


def language_of(request: web.Request) -> str:
    """What the address asks for (?lang=fa), else what was chosen before, else what the browser prefers."""
    settings = request.app[SERVICES].settings
    chosen = request.query.get("lang") or request.cookies.get(LANGUAGE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return negotiate(request.headers.get("Accept-Language"), settings.language)


def remember_language(request: web.Request, response: web.StreamResponse) -> None:
    """Keep a choice made in the address for the pages to come."""
    chosen = request.query.get("lang")
    if chosen in LANGUAGES and request.cookies.get(LANGUAGE_COOKIE) != chosen:
        secure = request.app[SERVICES].settings.secure
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=A_YEAR, samesite="Lax", secure=secure, path="/")


def page(
    request: web.Request, template: str, *, status: int = 200, language: str | None = None, **context: Any
) -> web.Response:
    """The rendered page. `language` overrides the reader's own, for pages about one person's case."""
    services = request.app[SERVICES]
    spoken = known(language, language_of(request))
    html = request.app[TEMPLATES].get_template(template).render(
        language=spoken,
        zone=services.policy.calendar.time_zone,
        now=services.clock.now(),
        path=request.path,
        other_language=_other_language(request, spoken),
        organisation=services.policy.organisation,
        policy=services.policy,
        settings=services.settings,
        **context,
    )  # fmt: skip
    response = web.Response(text=html, content_type="text/html", status=status)
    response.headers["Content-Language"] = spoken
    response.headers.setdefault("Cache-Control", "no-store" if request.method == "POST" else "no-cache, private")
    return response


def problem_answer(request: web.Request, problem: Problem) -> web.Response:
    """A problem in the reader's language: JSON for programs, a page for people."""
    language = language_of(request)
    detail = translate(language, problem.text, **problem.values)
    headers = {"Retry-After": str(retry)} if (retry := getattr(problem, "retry_after", None)) else {}
    if wants_page(request):
        response = page(request, "problem.html", status=problem.status, code=problem.stable_code, detail=detail)
    else:
        body = {"code": problem.stable_code, "detail": detail}
        response = web.json_response(body, status=problem.status, headers={"Cache-Control": "no-store"})
    response.headers.update(headers)
    return response


def wants_page(request: web.Request) -> bool:
    return "text/html" in request.headers.get("Accept", "") and not request.path.startswith(("/api/", "/chat/"))


def _other_language(request: web.Request, spoken: str) -> dict[str, str]:
    """Where the switch in the header leads: the same page in the other language."""
    code = next(language for language in LANGUAGES if language != spoken)
    query = urlencode({**request.query, "lang": code})
    return {"code": code, "name": LANGUAGES[code], "href": f"{request.path}?{query}"}
