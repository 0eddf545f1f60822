"""The published figures: for everybody, counted like those of the desk."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from aiohttp import web

from handoff.insights.periods import period_named
from handoff.insights.publishing import published_figures
from handoff.web.identity import public
from handoff.web.insights.naming import Naming
from handoff.web.keys import SERVICES
from handoff.web.rendering import language_of, page


@public
async def show(request: web.Request) -> web.Response:
    services, language = request.app[SERVICES], language_of(request)
    zone = ZoneInfo(services.policy.calendar.time_zone)
    period = period_named("last_quarter", services.clock.now().astimezone(zone).date(), zone, language)
    async with services.db.reading() as tx:
        rows = await published_figures(tx, period)
    return page(request, "insights/published.html", rows=rows, period=period, name=Naming(language, services.policy))
