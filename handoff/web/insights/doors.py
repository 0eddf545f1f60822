"""Who may open these pages: those who lead, and the auditor who only looks. The register is for everybody at the desk."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from handoff.cases import Actor
from handoff.errors import Invalid
from handoff.i18n import parse_date, parse_number
from handoff.insights.periods import Period, period_named
from handoff.web.bodies import SentForm
from handoff.web.console.acting import act
from handoff.web.console.show import at_desk, desk_page
from handoff.web.insights.naming import Naming
from handoff.web.keys import AGENT, SERVICES

looking = at_desk("read_figures")
registered = at_desk("read_register")
lead = act("lead_improvement")
audit = act("audit")
contribute = act("contribute")


def insights_page(request: web.Request, template: str, *, tab: str, **context: Any) -> web.Response:
    """A page with the tabs of this part; `name` says what codes are called."""
    agent, permissions = request[AGENT], request.app[SERVICES].policy.permissions
    return desk_page(
        request, template, folder="insights", place="board" if tab != "register" else "register", tab=tab,
        looks=permissions.allows(agent.roles, "read_figures"), name=naming(request), **context,
    )  # fmt: skip


def naming(request: web.Request) -> Naming:
    return Naming(request[AGENT].language, request.app[SERVICES].policy)


def actor_of(request: web.Request) -> Actor:
    return Actor.agent(request[AGENT].id)


def zone_of(request: web.Request) -> ZoneInfo:
    return ZoneInfo(request.app[SERVICES].policy.calendar.time_zone)


def today(request: web.Request) -> date:
    return request.app[SERVICES].clock.now().astimezone(zone_of(request)).date()


def chosen_period(request: web.Request) -> tuple[str, Period]:
    """The period that the address names, else the last 90 days; its own days as `start` and `last` are taken too."""
    start, last = parse_date(request.query.get("start", "")), parse_date(request.query.get("last", ""))
    if start and last and start <= last:
        return "own", Period(start, last, zone_of(request))
    name = request.query.get("period", "90d")
    return name, period_named(name, today(request), zone_of(request), request[AGENT].language)


def day_in(form: SentForm, name: str) -> date:
    """A day that was typed, in either calendar. Raises `Invalid`."""
    if (day := parse_date(form.get(name))) is None:
        raise Invalid("Please write a day such as 2026-12-01 or ۱۴۰۵/۰۹/۱۰.", code="day_missing")
    return day


def number_in(form: SentForm, name: str) -> float:
    """A number that was typed, in any digits. Raises `Invalid`."""
    if (number := parse_number(form.get(name))) is None:
        raise Invalid("Please write a number.", code="number_missing")
    return float(number)


def csv_answer(content: bytes, name: str, printed: str) -> web.Response:
    """A table to be kept, with the hash by which it is recognised."""
    return web.Response(
        body=content, content_type="text/csv", charset="utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"', "X-Content-SHA256": printed,
            "Cache-Control": "no-store",
        },
    )  # fmt: skip
