"""The report on promises: those that we publish and were broken, and those of time, kept and missed."""

from __future__ import annotations

import csv
import io
from hashlib import sha256

from aiohttp import web

from handoff.errors import NotFound
from handoff.i18n import translate
from handoff.insights import cases_behind as behind
from handoff.insights.broken_promises import Broken, broken_behind, broken_promises
from handoff.insights.measures.catalogue import count, is_shown
from handoff.insights.periods import NAMES, Period
from handoff.web.insights.doors import chosen_period, csv_answer, insights_page, looking
from handoff.web.keys import AGENT, SERVICES

OF_TIME = ("M03", "M04", "M14")  # acknowledged, answered, remedied in time


@looking
async def show(request: web.Request) -> web.Response:
    chosen, period = chosen_period(request)
    async with request.app[SERVICES].db.reading() as tx:
        rows = await broken_promises(tx, period)
        if request.query.get("format") == "csv":
            return csv_answer(*_table(rows, period))
        figures = [await count(tx, code, period) for code in OF_TIME]
        of_time = [(tx.policy.measures.catalogue[one.measure], one, is_shown(tx, one)) for one in figures]
        computed_at = tx.clock.now()
    return insights_page(
        request, "promises.html", tab="promises", rows=rows, of_time=of_time, chosen=chosen, period=period,
        periods=NAMES, computed_at=computed_at, query=request.query_string,
    )  # fmt: skip


@looking
async def cases_behind(request: web.Request) -> web.Response:
    """The cases in which a promise was broken, as far as this person may see them."""
    promise = request.app[SERVICES].policy.published.promises.get(request.match_info["promise"])
    if promise is None:
        raise NotFound
    chosen, period = chosen_period(request)
    async with request.app[SERVICES].db.reading() as tx:
        lines = await behind.cases_behind(tx, request[AGENT], broken_behind(period, request.match_info["promise"]))
    language = request[AGENT].language
    heading = translate(language, "Broken: “{promise}”", promise=promise.say(language))
    return insights_page(
        request, "behind.html", tab="promises", heading=heading, lines=lines, period=period,
        back=f"/console/insights/promises?period={chosen}",
    )  # fmt: skip


def _table(rows: list[Broken], period: Period) -> tuple[bytes, str, str]:
    """Content, name and hash."""
    into = io.StringIO()
    writer = csv.writer(into)
    writer.writerow(["promise", "start", "last", "cases", "issues", "upheld"])
    for row in rows:
        writer.writerow([row.code, period.start, period.last, row.cases, row.issues, row.upheld])
    content = into.getvalue().encode()
    return content, f"promises-{period.start}-{period.last}.csv", sha256(content).hexdigest()
